"""A small library of actions whose texts are known to the letter."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import translation

from practices import search
from tests.factories.practices import archived, draft, published, town


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """Seven public actions in three languages and two that are not public, for a whole module."""
    with django_db_blocker.unblock(), transaction.atomic():
        lisbon = town(slug="library-town", name_en="Lisbon", name_es="Lisboa", name_fr="Lisbonne", country="PT")
        rows = SimpleNamespace(
            homes=published(
                title="Homes for young families",
                lead_lrg=lisbon,
                summary={"en": "The city rents flats to refugees and to young people from the neighbourhood."},
                context={"en": "Rents doubled. The labour market is closed to most newcomers."},
                keywords={"en": "rental guarantee"},
            ),
            market=published(
                title="A market for everyone",
                summary={"en": "Traders meet the market authority; labour inspectors advise. Organisations help."},
                context={"en": "Flats are rare."},
            ),
            vivienda=published(
                language="es",
                title="Vivienda para jóvenes",
                summary={
                    "es": "La ciudad alquila viviendas a personas refugiadas. Un programa de <b>derecho</b> & paz."
                },
                context={"es": "Las ciudades pequeñas buscan población en el sur."},
            ),
            travail=published(
                language="fr",
                title="Travail et logement des réfugiés",
                summary={"fr": "La ville ouvre l’accès au marché du travail. Les travaux durent un an."},
                context={"fr": "Identité, intégration et données sur les élus."},
            ),
            both=published(
                title="Register of skills",
                states={"fr": "human"},
                summary={"en": "Skills of newcomers.", "fr": "Un registre des métiers, par exemple charpentier."},
                context={"en": "A zither orchestra plays.", "fr": "Rien d’autre."},
                tags=["gcm-8", "sdg-11"],
            ),
            zither_in_title=published(title="Zither school", summary={"en": "Music."}, lead_lrg=town(country="FR")),
            zither_in_french=published(
                language="fr", title="Zither pour tous", summary={"fr": "De la musique."}, tags=["gcm-7", "sdg-8"]
            ),
            hidden=draft(title="Wombat shelter", summary={"en": "wombat"}),
            gone=archived(title="Wombat house", summary={"en": "wombat and zymurgy"}),
        )
        rows.names = {row.pk: name for name, row in vars(rows).items() if name != "names"}
        yield rows
        transaction.set_rollback(True)


@pytest.fixture
def find(library, db):
    """Return a function: what is typed, in which language → names of the actions found, the best first."""

    def ask(typed, language="en"):
        with translation.override(language):
            asked = search.Search(typed, language=language)
            found = asked.hits()
            hits = asked.ranked(found, 0, len(found))
            assert sorted(hit.pk for hit in hits) == sorted(found)
            return [library.names[hit.pk] for hit in hits]

    return ask
