"""The page of one publication, as a document: what it is, what it says, who made it, where it can be had."""

import json

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse, translate_url
from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compacts.models import Objective
from portal.shared import dates, languages
from practices.models import Endorsement
from practices.presenters import badge

from . import publication_presenters as presenters
from .enums import ContributorRole, EditionState, PassageKind, PublicationKind, Vocabulary
from .models import Publication
from .structured import ESCAPES

#: The parts in the order of every page: anchor, heading, what they show (keys of the context).
PARTS = (
    ("facts", gettext_lazy("Key facts"), ("facts",)),
    ("editions", gettext_lazy("Read, hear or see it"), ("editions",)),
    ("principles", gettext_lazy("Principles"), ("principles", "agenda_principles")),
    ("sections", "", ("sections",)),
    ("cases", gettext_lazy("Case studies"), ("cases",)),
    ("learnings", gettext_lazy("Key learnings"), ("learnings",)),
    ("recommendations", gettext_lazy("Recommendations"), ("recommendations",)),
    ("signatories", gettext_lazy("Signed by"), ("signatories",)),
    ("objectives", gettext_lazy("Objectives and themes"), ("tags", "themes")),
    ("makers", gettext_lazy("Who made it"), ("makers", "acknowledgement")),
    ("press", gettext_lazy("Press contact"), ("press",)),
    ("cite", gettext_lazy("Cite this"), ("citation",)),
    ("related", gettext_lazy("Related publications"), ("related",)),
)
#: In the order in which readers look for them; press contacts stand apart.
ROLES = (
    *(ContributorRole.FOREWORD, ContributorRole.AUTHOR, ContributorRole.EDITOR, ContributorRole.SPEAKER),
    *(ContributorRole.COORDINATION, ContributorRole.CO_LEAD, ContributorRole.PUBLISHER),
    *(ContributorRole.PARTNER, ContributorRole.FUNDER),
)
#: Those whom a citation names, the first role that somebody has.
CITED = (
    *(ContributorRole.AUTHOR, ContributorRole.EDITOR, ContributorRole.SPEAKER, ContributorRole.COORDINATION),
    *(ContributorRole.PUBLISHER, ContributorRole.PRESS_CONTACT),
)
#: What schema.org calls the kinds; anything else is a creative work.
SCHEMA = {
    **dict.fromkeys(
        ("note", "outcome-report", "annual-report", "policy-study", "framework", "migration-profile"), "Report"
    ),
    **dict.fromkeys(("op-ed", "press-release", "news"), "NewsArticle"),
    **{"video": "VideoObject", "podcast": "AudioObject", "course": "Course", "tool": "WebApplication"},
}
MAX_RELATED = 6


def compose(publication, absolute):
    """Return the context of the page of ``publication`` (load with ``for_page``).

    ``absolute`` makes an address of the portal whole.
    """
    said = _Speaker(publication)
    makers = _makers(publication)
    context = {
        "subtitle": said(publication, "subtitle"),
        "summary": said(publication, "summary"),
        "figures": [_figure(figure, said) for figure in publication.figures.all()],
        "cover_alt": said(publication, "cover_alt"),
        "facts": _facts(publication, said),
        "editions": [_edition(edition, said) for edition in publication.editions.all()],
        **_passages(publication, said),
        "cases": [_case(case, said) for case in publication.case_studies.all()],
        "makers": [group for group in makers if group["role"] != ContributorRole.PRESS_CONTACT],
        "press": [one for group in makers if group["role"] == ContributorRole.PRESS_CONTACT for one in group["rows"]],
        "acknowledgement": said(publication, "acknowledgement"),
        "tags": [badge(objective) for objective in publication.objectives.all()],
        "themes": [
            {"label": theme.title, "url": presenters.list_url(theme=theme.code)} for theme in publication.themes.all()
        ],
        "related": [presenters.line(other) for other in _related(publication)],
        **_declaration(publication),
    }
    address = absolute(publication.get_absolute_url())
    context |= _notice(publication, said) | {"address": address, "citation": _citation(publication, makers, address)}
    return context | {
        "contents": _contents(context),
        "headings": {anchor: heading for anchor, heading, _keys in PARTS},
        "metadata": _metadata(publication, makers, absolute),
        "json_ld": _json_ld(publication, makers, absolute),
    }


class _Speaker:
    """Chooses the language of each text and remembers which ones stood in for the reader's."""

    def __init__(self, publication):
        self.fallbacks = set()

    def __call__(self, record, field):
        text = record.text(field)
        if text.is_fallback:
            self.fallbacks.add(text.language)
        return text


def _contents(context):
    """The parts that have something to show, the sections each by its own title."""
    shown = []
    for anchor, heading, keys in PARTS:
        if anchor == "sections":
            shown += [
                {"label": section["title"], "url": f"#{section['id']}"}
                for section in context["sections"]
                if section["title"]
            ]
        elif any(context[key] for key in keys):
            shown.append({"label": heading, "url": f"#{anchor}"})
    return shown


def _notice(publication, said):
    """What to say when the reader's language is missing, outdated or made by a machine."""
    states = {state.language: state.state for state in publication.language_states.all()}
    address = publication.get_absolute_url()
    original = publication.original_language
    return {
        "fallback_language": languages.name(sorted(said.fallbacks)[0]) if said.fallbacks else "",
        "language_state": states.get(languages.current(), "missing"),
        "others": [
            {"code": code, "name": languages.OWN_NAMES[code], "url": translate_url(address, code)}
            for code in languages.CODES
            if code in publication.shown_languages and code != languages.current()
        ],
        "original": {"name": languages.name(original), "url": translate_url(address, original)},
    }


def _link(record, label=None):
    """A record as one of the links of a fact."""
    text = record.text("name" if label is None else label)
    return {"label": text.value, "lang": text.lang, "url": record.get_absolute_url()}


def _plain(record):
    """A record without texts of its own language as a link."""
    return {"label": str(record), "url": record.get_absolute_url()}


def _facts(publication, said):
    """The key facts, empty ones left out."""
    event, series = publication.event, publication.series
    into = said(publication, "input_into")
    place = event and (event.text("place_name").value or str(event.country or ""))
    doi = publication.doi.removeprefix("https://doi.org/")
    is_declaration = publication.kind == PublicationKind.DECLARATION
    agendas = [_plain(agenda) for agenda in publication.agendas.all() if agenda != publication.text_of]
    rows = [
        (_("Date of publication"), {"value": publication.published}),
        (_("Adopted at") if is_declaration else _("Event"), {"links": [_link(event, "title")] if event else []}),
        (_("Date of the event"), {"value": event.when if event else ""}),
        (_("Place"), {"value": place or ""}),
        (_("Hosted by"), {"links": [_link(event.host)] if event and event.host else []}),
        (_("Series"), {"links": [_link(series, "title")] if series else []}),
        (_("Local governments"), {"links": [_link(lrg) for lrg in publication.lrgs.all()]}),
        (_("Networks and projects"), {"links": [_link(network) for network in publication.networks.all()]}),
        (_("Text of"), {"links": [_plain(publication.text_of)] if publication.text_of else []}),
        (_("Declarations, charters and agendas"), {"links": agendas}),
        (_("Review forum"), {"links": [{"label": str(forum)} for forum in publication.forums.all()]}),
        (_("Round table"), {"links": [_table(table) for table in publication.round_tables.all()]}),
        (_("Input into"), {"value": into.value, "value_lang": into.lang}),
        *((vocabulary.label, {"links": labels}) for vocabulary, labels in _chosen(publication)),
        (_("Hashtag"), {"value": publication.hashtag}),
        (_("ISBN"), {"value": publication.isbn}),
        (_("DOI"), {"value": doi, "url": f"https://doi.org/{doi}" if doi else ""}),
        (_("Licence"), {"value": publication.licence}),
        (_("Source"), {"value": publication.source_url, "url": publication.source_url}),
        (_("Original language"), {"value": capfirst(languages.name(publication.original_language))}),
    ]
    return [{"label": label, **row} for label, row in rows if row.get("value") or row.get("links")]


def _table(table):
    return {"label": f"{table.forum}, {table}"}


def _chosen(publication):
    """The values of closed lists, list by list."""
    chosen = {}
    for term in publication.terms.all():
        chosen.setdefault(Vocabulary(term.vocabulary), []).append({"label": term.label})
    return chosen.items()


def _figure(figure, said):
    """A number that the publication gives of itself: "more than 30 networks of local governments"."""
    number = number_format(figure.number, use_l10n=True, force_grouping=True)
    return {
        "value": _("%(number)s+") % {"number": number} if figure.is_minimum else number,
        "label": figure.get_measure_display(),
        "note": said(figure, "note"),
        "as_of": figure.as_of_display,
    }


def _edition(edition, said):
    """The publication in one language, with the address where it can be had."""
    is_there = edition.state == EditionState.AVAILABLE
    at = reverse("events:edition", args=[edition.pk]) if edition.file else edition.url
    return {
        "code": edition.language,
        "name": edition.get_language_display(),
        "label": said(edition, "label"),
        "url": at if is_there else "",
        "is_file": bool(edition.file),
        "type": edition.original_name.rpartition(".")[2].upper() if edition.file else "",
        "size": edition.size,
        "starts_at": edition.starts_at_display,
        "state": "" if is_there else edition.get_state_display(),
    }


def _passages(publication, said):
    """The passages by kind; a section has an anchor of its own."""
    groups = {kind: [] for kind in PassageKind.values}
    for passage in publication.passages.all():
        groups[passage.kind].append(
            {
                "id": f"section-{passage.pk}",
                "title": said(passage, "title"),
                "body": said(passage, "body"),
                "addressed_to": said(passage, "addressed_to"),
            }
        )
    return {
        "sections": groups[PassageKind.SECTION],
        "learnings": groups[PassageKind.LEARNING],
        "recommendations": groups[PassageKind.RECOMMENDATION],
        "principles": groups[PassageKind.PRINCIPLE],
    }


def _case(case, said):
    """What is told of one local government, with its action where that is public."""
    action = case.practice
    return {
        "title": said(case, "title"),
        "body": said(case, "body"),
        "lrg": _link(case.lrg) | {"country": str(case.lrg.country or "")} if case.lrg else None,
        "action": {"title": action.text("title"), "url": action.get_absolute_url()} if action else None,
    }


def _makers(publication):
    """Those who made it, role by role: people as they were then, bodies, positions."""
    rows = {}
    for contributor in publication.contributors.all():
        person, body = contributor.person, contributor.organisation
        is_press = contributor.role == ContributorRole.PRESS_CONTACT
        rows.setdefault(contributor.role, []).append(
            {
                "name": contributor.name,
                "url": person.get_absolute_url() if person and publication.is_public and not is_press else "",
                "position": contributor.text("position_title"),
                "body": _link(body) if body else None,
                "email": contributor.email if is_press else "",
            }
        )
    return [
        {"role": role, "label": ContributorRole(role).label, "rows": rows[role]}
        for role in (*ROLES, ContributorRole.PRESS_CONTACT)
        if role in rows
    ]


def _declaration(publication):
    """What the page of a declaration or charter adds: the principles of its text and those who signed it."""
    agenda = publication.text_of
    if agenda is None or publication.kind != PublicationKind.DECLARATION:
        return {"agenda_principles": [], "signatories": []}
    principles = agenda.objectives.filter(level__in=(Objective.Level.PRINCIPLE, Objective.Level.COMMITMENT))
    signed = Endorsement.objects.filter(agenda=agenda).select_related("lrg__country")
    return {
        "agenda_principles": [
            {"label": principle.label, "title": principle.text("title"), "url": principle.get_absolute_url()}
            for principle in principles.for_labels()
        ],
        "signatories": signed.order_by(F("signed_on").asc(nulls_last=True), "lrg__slug"),
    }


def _related(publication):
    """Return the public publications of the same event or series, or that tell of the same local governments."""
    lrgs = [*publication.lrgs.all(), *(case.lrg for case in publication.case_studies.all() if case.lrg)]
    same = Q(lrgs__in=lrgs) | Q(case_studies__lrg__in=lrgs)
    if publication.event:
        same |= Q(event=publication.event)
    if publication.series:
        same |= Q(series=publication.series)
    found = Publication.objects.filter(same).exclude(pk=publication.pk).values("pk")
    return Publication.objects.public().filter(pk__in=found).newest().for_links()[:MAX_RELATED]


# For those who cite ---------------------------------------------------------------------------------------------------


def _cited(makers):
    """The names that a citation begins with, those of the first role that somebody has."""
    by_role = {group["role"]: group["rows"] for group in makers}
    role = next((role for role in CITED if role in by_role), None)
    return _names(by_role.get(role, []), bodies_only=role == ContributorRole.PRESS_CONTACT)


def _names(rows, *, bodies_only=False):
    """The names of people, and of bodies where no person is named."""
    names = [(not bodies_only and row["name"]) or (row["body"] and row["body"]["label"]) for row in rows]
    return [name for name in dict.fromkeys(names) if name]


def _citation(publication, makers, address):
    """The sentence to cite: names (year). Title: subtitle. What it is. Portal. Address."""
    title, subtitle = publication.text("title").value, publication.text("subtitle").value
    names = ", ".join(_cited(makers))
    day = publication.published_on
    beginning = " ".join(part for part in (names, f"({day.year})" if day else "") if part)
    whole = _("%(title)s: %(subtitle)s") % {"title": title, "subtitle": subtitle} if subtitle else title
    parts = [beginning, whole, presenters.designation(publication), settings.SITE_NAME]
    doi = publication.doi.removeprefix("https://doi.org/")
    return ". ".join(part.rstrip(".") for part in parts if part) + f". {f'https://doi.org/{doi}' if doi else address}"


def _publishers(makers):
    return [name for group in makers if group["role"] == ContributorRole.PUBLISHER for name in _names(group["rows"])]


def _metadata(publication, makers, absolute):
    """What reference managers read, as (name, content)."""
    day = publication.published_on
    files = [edition for edition in publication.editions.all() if edition.state == EditionState.AVAILABLE]
    pairs = [
        ("citation_title", publication.text("title").value),
        *(("citation_author", name) for name in _cited(makers)),
        ("citation_publication_date", day and dates.iso(day, publication.published_precision).replace("-", "/")),
        ("citation_publisher", ", ".join(_publishers(makers)) or settings.SITE_NAME),
        ("citation_technical_report_number", publication.number and str(publication.number)),
        ("citation_isbn", publication.isbn),
        ("citation_doi", publication.doi.removeprefix("https://doi.org/")),
        *(("citation_language", language["code"]) for language in presenters.available(publication)),
        *(
            ("citation_pdf_url", absolute(reverse("events:edition", args=[edition.pk])))
            for edition in files
            if edition.file and edition.media_type == "application/pdf"
        ),
        ("citation_public_url", absolute(publication.get_absolute_url())),
    ]
    return [(name, content) for name, content in pairs if content]


def _json_ld(publication, makers, absolute):
    """The publication for search engines (schema.org), to stand inside of a script that nothing runs."""
    event, day = publication.event, publication.published_on
    facts = {
        "@context": "https://schema.org",
        "@type": SCHEMA.get(publication.kind, "CreativeWork"),
        "name": publication.text("title").value,
        "alternativeHeadline": publication.text("subtitle").value,
        "abstract": publication.text("summary").value,
        "url": absolute(publication.get_absolute_url()),
        "datePublished": day and dates.iso(day, publication.published_precision),
        "inLanguage": [language["code"] for language in presenters.available(publication)],
        "author": [_agent(row) for group in makers if group["role"] in CITED[:1] for row in group["rows"]],
        "editor": [_agent(row) for group in makers if group["role"] == ContributorRole.EDITOR for row in group["rows"]],
        "publisher": [{"@type": "Organization", "name": name} for name in _publishers(makers)],
        "isbn": publication.isbn,
        "reportNumber": str(publication.number or ""),
        "license": publication.licence,
        "keywords": [theme.title for theme in publication.themes.all()],
        "image": absolute(reverse("events:cover", args=[publication.pk])) if publication.cover else "",
        "about": {
            "@type": "Event",
            "name": event.text("title").value,
            "url": absolute(event.get_absolute_url()),
        }
        if event
        else None,
    }
    shown = {name: value for name, value in facts.items() if value}
    return mark_safe(json.dumps(shown, ensure_ascii=False).translate(ESCAPES))


def _agent(row):
    kind = "Person" if row["name"] else "Organization"
    body = row["body"] or {}
    return {"@type": kind, "name": row["name"] or body.get("label", "") or str(row["position"])}
