"""Every address against every role: the whole of ``role_table.py``."""

import datetime

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from compacts.models import Linkage
from events.models import Material
from portal.accounts.actions import create_token
from portal.accounts.notices import unsubscribe_token
from practices import actions, confirmations
from practices.models import Attachment, Image, SignOff
from tests.factories import events as make
from tests.factories.accounts import UserFactory
from tests.factories.directory import LRGFactory, MandateFactory, NetworkFactory, OrganisationFactory
from tests.factories.practices import archived, draft, published, submitted

from .role_table import ACTORS, ADMIN, ANSWER_EVERY_METHOD, NAMED, TABLE

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
#: Addresses that the admin makes for every model; the rows of ``ADMIN`` speak for them.
OF_A_MODEL = ("changelist", "add", "change", "delete", "history")


def addresses(patterns=None, space=""):
    """Yield (URL name, parameters) of every pattern; a pattern without a name shows its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            name = pattern.name or f"unnamed {pattern.pattern}"
            yield space + name, sorted(pattern.pattern.regex.groupindex)


PARAMETERS = dict(addresses())
#: The admin's own redirect from an old address, per model, and its "everything else".
UNNAMED = {"admin:unnamed <path:object_id>/", "admin:unnamed (?P<url>.*)$"}


def models_of_admin():
    """Return "room.model" → the start of its URL names."""
    return {
        model._meta.label_lower: f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """People in every role and an action in every state, for a whole module: (actor → user, object → values)."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _people_and_objects()
        transaction.set_rollback(True)


def _people_and_objects():
    author, lrg = UserFactory(editor=True), LRGFactory(slug="our-town")
    people = {
        "anonymous": None,
        "member": UserFactory(),
        "officer": MandateFactory(lrg=lrg, confirmed_by=author).officer,
        "reviewer": UserFactory(reviewer=True),
        "editor": UserFactory(editor=True),
        "administrator": UserFactory(administrator=True),
    }
    options = {"by": author, "lead_lrg": lrg}
    asked = actions.claim(practice=submitted(**options), by=people["reviewer"])
    hidden = {
        "draft": draft(**options),
        "submitted": submitted(**options),
        "changes requested": _request_changes(asked, by=people["reviewer"]),
        "declined": actions.decline(practice=submitted(**options), by=people["editor"], reason="Not local action."),
        "withdrawn": actions.withdraw(practice=submitted(**options), by=author),
    }
    public = {"published": published(**options), "archived": archived(**options)}
    organisation, network = OrganisationFactory(), NetworkFactory()
    token, _text = create_token(by=people["officer"], name="Program", can_write=False, days=90)
    files = _files(hidden["draft"], "draft")
    letters = _letter(hidden["draft"], "draft") | _letter(public["published"], "published")
    objects = NAMED | {
        # What is not public has no code: its number and the slug of its title are what one could guess.
        **{name: {"code": str(practice.pk), "slug": "action"} for name, practice in hidden.items()},
        **{name: {"code": practice.code, "slug": practice.slug, "number": 1} for name, practice in public.items()},
        "in the queue": {"pk": hidden["submitted"].pk, "name": "claim", "remark": 0, "language": "es"},
        "sent back": {"pk": asked.pk, "remark": asked.remarks.create(by=author, text="?", sent_at=timezone.now()).pk},
        "not handed in": {"pk": hidden["draft"].pk},
        "our draft": {
            "pk": hidden["draft"].pk,
            "name": "about",
            "kind": "images",
            "sign_off": letters["letter of draft"]["pk"],
            "file": files["image of draft in api"]["file"],
        },
        "our draft to confirm": {"pk": hidden["draft"].pk, "name": "confirm"},
        "mail that asks": _mail_that_asks(public["published"], people["officer"]),
        "to translate": {"pk": public["published"].pk, "language": "es"},
        "event at the desk": {
            "pk": make.event(by=author).pk,
            "group": "about",
            "name": "publish",
            "language": "es",
            "transition": "archive",
        },
        "event to delete": {"pk": make.event(by=author).pk},
        "lrg": {"slug": lrg.slug},
        "organisation": {"slug": organisation.slug},
        "network": {"slug": network.slug},
        "mandate": {"pk": people["officer"].mandates.get().pk},
        "request": {"pk": MandateFactory(requested=True).pk},
        "officer's token": {"digest": token.digest},
        "draft of api": {"pk": hidden["draft"].pk, "transition": "publish"},
        "queued of api": {"pk": hidden["submitted"].pk, "transition": "publish"},
        **_registrations(people, lrg),
        **files,
        **letters,
        **_files(public["published"], "published"),
        **_files(public["archived"], "archived"),
        **_peer_learning(lrg),
        **_publications(lrg),
        "linkage": {"code": Linkage.objects.published().first().code},
        "draft in admin": {"object_id": hidden["draft"].pk},
        "organisation in admin": {"object_id": organisation.pk},
        "letter": {"token": unsubscribe_token(people["member"])},
        "person in admin": {"id": people["member"].pk},
        "unknown content": {"content_type_id": 0, "object_id": 0},
    }
    return people, objects


def _registrations(people, lrg):
    """Events that take registrations, and one after which the officer's town said what it will change."""
    soon = str(timezone.localdate() + datetime.timedelta(days=30))
    ours = [{"lrg": lrg.slug, "state": "attended"}]
    takes = {"starts_on": soon, "takes_registrations": True}
    open_event, held = make.published_event(**takes), make.published_event(delegations=ours)
    values = {"language": "en", "has_consented": True}
    kept = [
        make.actions.register(event=open_event, name="Somebody", email=f"somebody{number}@example.org", **values)
        for number in range(2)
    ]
    change = make.actions.state_change(event=held, lrg=lrg, by=people["officer"], what="We open a desk.", language="en")
    hidden = make.event(**takes, delegations=ours)
    closed = make.published_event(starts_on=soon)
    for_participants = make.published_event(**takes, visibility="participants", delegations=ours)
    return {
        "open event": {"slug": open_event.slug, "pk": open_event.pk},
        "event without registration": {"slug": closed.slug},
        "registration for participants": {"slug": for_participants.slug},
        "event that was held": {"slug": held.slug},
        "draft with registration": {"slug": hidden.slug},
        "registration": {"token": kept[0].token, "pk": open_event.pk, "registration": kept[1].pk},
        "change": {"pk": change.pk},
    }


def _request_changes(practice, *, by):
    """Bring a claimed action to "changes requested", as the review room will: its action comes with that room."""
    type(practice).objects.filter(pk=practice.pk).update(**{"status": "changes-requested"})
    return practice


def _peer_learning(lrg):
    """Events in every state, with files for every reader; ``lrg`` takes part in those that have participants."""
    takes_part = [{"lrg": lrg.slug}]
    shown = {
        "public event": make.published_event(
            delegations=takes_part, participations=[{"person": make.person("Ada").slug}]
        ),
        "archived event": make.archived_event(delegations=takes_part),
        "draft event": make.event(delegations=takes_part),
        "event for participants": make.published_event(delegations=takes_part, visibility="participants"),
        "internal event": make.published_event(delegations=takes_part, visibility="internal"),
        "public series": make.published_series(),
        "draft series": make.series(),
    }
    files = {
        "file of public event": ("public event", "public"),
        "file for participants": ("public event", "participants"),
        "internal file": ("public event", "internal"),
        "file of draft event": ("draft event", "public"),
        "file of archived event": ("archived event", "public"),
    }
    file = {"kind": "agenda", "original_name": "x.pdf", "media_type": "application/pdf", "size": 1}
    return {
        **{name: {"slug": entry.slug} for name, entry in shown.items()},
        **{
            name: {
                "pk": Material.objects.create(
                    entry_id=shown[owner].pk, visibility=visibility, file=ContentFile(b"x", name="x"), **file
                ).pk
            }
            for name, (owner, visibility) in files.items()
        },
        "person": {"slug": "ada"},
        "person named nowhere": {"slug": make.person("Nobody").slug},
    }


def _mail_that_asks(practice, officer):
    """The link with which a mail asks whether ``practice`` is still current."""
    return {"code": practice.code, "token": confirmations.path(practice, officer, "en").split("/")[-2]}


def _files(practice, name):
    """A picture and a file of ``practice``, entered whatever its state."""
    given = {"practice": practice, "file": ContentFile(b"x", name="x"), "uploaded_by": practice.created_by}
    image = Image.objects.create(**given, thumbnail=ContentFile(b"x", name="x"), width=1, height=1, original_name="x")
    attachment = Attachment.objects.create(**given, size=1, original_name="x", media_type="application/pdf")
    return {
        f"image of {name}": {"pk": image.pk, "size": "small"},
        f"attachment of {name}": {"pk": attachment.pk},
        f"image of {name} in api": {"pk": practice.pk, "file": image.pk},
        f"attachment of {name} in api": {"pk": practice.pk, "file": attachment.pk},
    }


def _publications(lrg):
    """A publication in every state with a file and a cover, and two notes; ``lrg`` was at the event they come from."""
    held = make.published_event(delegations=[{"lrg": lrg.slug, "state": "attended"}])
    made = {
        "public": make.published_publication(event=held.slug),
        "draft": make.publication(event=held.slug),
        "internal": make.published_publication(event=held.slug, visibility="internal"),
        "participants'": make.published_publication(event=held.slug, visibility="participants"),
        "archived": make.archived_publication(event=held.slug),
    }
    notes = {"public note": make.published_publication, "draft note": make.publication}
    notes = {name: one(kind="note") for name, one in notes.items()}
    values = {name: {"slug": entry.slug, "number": entry.number} for name, entry in notes.items()}
    for state, entry in made.items():
        edition = entry.editions.get()
        edition.file, entry.cover = ContentFile(b"x", name="x"), ContentFile(b"x", name="x")
        edition.save()
        entry.save()
        values[f"{state} publication"] = {"slug": entry.slug, "pk": entry.pk}
        values[f"file of {state} publication"] = {"pk": edition.pk}
    return values


def _letter(practice, name):
    """A sign-off of ``practice`` with its letter."""
    given = {"name": "Mayor", "position_title": "Mayor", "signed_on": "2026-01-01"}
    sign_off = SignOff.objects.create(practice=practice, **given, letter=ContentFile(b"x", name="x.pdf"))
    return {f"letter of {name}": {"pk": sign_off.pk}}


def ask(world, actor, name, item, method):
    """Return the status that ``actor`` gets."""
    people, objects = world
    client = Client(raise_request_exception=False)
    cache.clear()  # one limit does not count for all actors
    if people[actor]:
        client.force_login(people[actor])
    values = {parameter: objects[item][parameter] for parameter in PARAMETERS[name]}
    return client.generic(method, reverse(name, kwargs=values)).status_code


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " ".join(row[:3]))
def test_row(world, db, row):
    *address, expected = row
    expected = expected if isinstance(expected, tuple) else (expected,) * len(ACTORS)
    answers = {actor: ask(world, actor, *address) for actor in ACTORS}
    assert answers == dict(zip(ACTORS, expected, strict=True))


@pytest.mark.parametrize("name", sorted({name for name, *_ in TABLE if not name.startswith("admin:")}))
def test_nothing_is_written_by_a_method_without_a_row(world, db, name):
    rows = {(method, item) for other, item, method, _status in TABLE if other == name}
    item = min((method != "GET", item.startswith("unknown"), item) for method, item in rows)[2]
    unlisted = [method for method in UNSAFE if (method, item) not in rows]
    answers = {
        (method, actor): ask(world, actor, name, item, method)
        for method in unlisted
        for actor in ("anonymous", "administrator")
    }
    allowed = {200} if name in ANSWER_EVERY_METHOD else {405}
    if name.startswith(("api:draft", "api:entry")):
        allowed |= {401}  # the API asks who is there before anything else
    assert set(answers.values()) <= allowed, answers


@pytest.mark.parametrize(("model", "expected"), ADMIN.items(), ids=list(ADMIN))
def test_admin_row(world, db, model, expected):
    names = [f"{models_of_admin()[model]}_{page}" for page in OF_A_MODEL[:2]]
    answers = {actor: tuple(ask(world, actor, name, "", "GET") for name in names) for actor in ACTORS}
    assert answers == {
        **dict.fromkeys(ACTORS[:4], (302, 302)),
        "editor": expected[:2],
        "administrator": expected[2:],
    }


def test_every_address_has_a_row():
    per_model = {f"{start}_{page}" for start in models_of_admin().values() for page in OF_A_MODEL}
    known = {name for name, *_ in TABLE} | per_model | UNNAMED
    assert set(PARAMETERS) - known == set(), "addresses without a row in role_table.py"
    assert known - set(PARAMETERS) == set(), "rows without an address"


def test_every_model_of_the_admin_has_a_row():
    assert set(models_of_admin()) == set(ADMIN)
