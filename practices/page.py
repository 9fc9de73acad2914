"""The page of one action: key facts, sections in a fixed order, tags with their reasons (ux.md, D1)."""

from django.db.models import prefetch_related_objects
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import beside, dates, languages

from . import geojson, presenters
from .enums import Licence, Status, Vocabulary
from .models import Practice

#: The long texts in the order of every page: anchor, heading, fields.
SECTIONS = (
    ("context", gettext_lazy("Context and challenge"), ("context",)),
    ("aims", gettext_lazy("Objectives of the action"), ("aims",)),
    ("activities", gettext_lazy("What is done and how it works"), ("activities",)),
    ("innovation", gettext_lazy("What is new"), ("innovation",)),
    ("legal-basis", gettext_lazy("Legal basis"), ("legal_basis",)),
    ("participation", gettext_lazy("Part played by migrants, refugees and hosts"), ("participation",)),
    ("means", gettext_lazy("Means"), ("funding_note", "resources")),
    ("results", gettext_lazy("Results"), ("results",)),
    ("difficulties", gettext_lazy("Difficulties and answers found"), ("difficulties",)),
    ("lessons", gettext_lazy("Lessons learnt"), ("lessons",)),
    ("replication", gettext_lazy("Doing the same elsewhere"), ("replication_needs", "recommendations")),
    ("exchange", gettext_lazy("Offers and requests"), ("exchange_note",)),
)

#: The parts around the texts, in the order of the page: anchor, heading, what they show (keys of the context).
#: The texts stand after the objectives.
BEFORE_TEXTS = (
    ("facts", gettext_lazy("Key facts"), ("facts",)),
    ("commitment", gettext_lazy("The commitment"), ("commitment",)),
    ("objectives", gettext_lazy("Objectives it serves"), ("tag_groups", "themes", "keywords")),
)
AFTER_TEXTS = (
    ("pictures", gettext_lazy("Pictures"), ("images",)),
    ("figures", gettext_lazy("Figures"), ("reached", "indicators")),
    ("conditions", gettext_lazy("What makes it work"), ("conditions",)),
    ("blocks", gettext_lazy("What others can reuse"), ("blocks",)),
    ("chain", gettext_lazy("From one place to another"), ("adapted_from", "adaptations")),
    ("tools", gettext_lazy("Digital tools"), ("tools",)),
    ("partners", gettext_lazy("Partners"), ("partners",)),
    ("documents", gettext_lazy("Documents and links"), ("documents", "attachments")),
)
#: What other rooms add stands before these.
END = (
    ("contact", gettext_lazy("Contact"), ("contacts",)),
    ("record", gettext_lazy("About this record"), ()),
    ("related", gettext_lazy("Related actions"), ("related",)),
)
LICENCE_URLS = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}


def compose(practice):
    """Return the context of the page of ``practice`` (load with ``for_page``)."""
    said = _Speaker(practice)
    context = {
        "summary": said(practice, "summary"),
        "facts": _facts(practice),
        "area": geojson.outline(practice.area),
        "sections": _sections(practice, said),
        "tag_groups": _tag_groups(practice, said),
        "themes": [
            {"label": theme.title, "url": presenters.browse_url(theme=theme.code)} for theme in practice.themes.all()
        ],
        "keywords": said(practice, "keywords"),
        "partners": [
            {
                "name": str(partner),
                "url": partner.organisation.get_absolute_url() if partner.organisation else "",
                "role": partner.get_role_display(),
            }
            for partner in practice.partners.all()
        ],
        "tools": [
            {
                "name": tool.name,
                "owner": tool.owner,
                "purpose": said(tool, "purpose"),
                "data_protection": said(tool, "data_protection"),
            }
            for tool in practice.digital_tools.all()
        ],
        "reached": [{"figure": figure, "split": said(figure, "split")} for figure in practice.reached.all()],
        "indicators": [
            {"indicator": row, "name": said(row, "name"), "source": said(row, "source")}
            for row in practice.indicators.all()
        ],
        "conditions": [said(row, "text") for row in practice.success_conditions.all()],
        "blocks": [{"text": said(row, "text"), "url": row.url} for row in practice.building_blocks.all()],
        "adaptations": _adaptations(practice),
        "adapted_from": _adapted_from(practice),
        "images": [
            {"image": image, "caption": said(image, "caption"), "alt": said(image, "alt_text")}
            for image in practice.images.all()
        ],
        "documents": practice.documents.all(),
        "attachments": practice.attachments.all(),
        "contacts": [contact for contact in practice.contacts.all() if contact.is_public],
        "commitment": _commitment(practice, said),
        "related": [presenters.card(other) for other in practice.related.published().for_cards()],
        "beside": beside.of("practice", practice),
    }
    context |= _notice(practice, said)
    return context | {
        "headings": {anchor: heading for anchor, heading, _keys in (*BEFORE_TEXTS, *AFTER_TEXTS, *END)},
        "contents": _contents(context),
        "licence_url": LICENCE_URLS[practice.licence],
    }


def _contents(context):
    """The parts that have something to show, for the contents of the page."""

    def shown(parts):
        return [(anchor, heading) for anchor, heading, keys in parts if not keys or any(context[key] for key in keys)]

    texts = [(section["id"], section["heading"]) for section in context["sections"]]
    added = [(section.id, section.heading) for section in context["beside"]]
    parts = [*shown(BEFORE_TEXTS), *texts, *shown(AFTER_TEXTS), *added, *shown(END)]
    return [{"label": heading, "url": f"#{anchor}"} for anchor, heading in parts]


class _Speaker:
    """Chooses the language of each text and remembers which ones stood in for the reader's."""

    def __init__(self, practice):
        self.options = {"prefer": [practice.original_language], "allowed": practice.shown_languages}
        self.fallbacks = set()

    def __call__(self, record, field):
        text = languages.text_of(record, field, **self.options)
        if text.is_fallback:
            self.fallbacks.add(text.language)
        return text


def _notice(practice, said):
    """What to say when the reader's language is missing, outdated or made by a machine."""
    states = {state.language: state for state in practice.language_states.all()}
    shown = states.get(languages.current())
    return {
        "fallback_language": languages.name(sorted(said.fallbacks)[0]) if said.fallbacks else "",
        "language_state": shown.state if shown else "missing",
        "others": [
            {
                "code": code,
                "name": languages.OWN_NAMES[code],
                "url": _address(practice, code),
            }
            for code in languages.CODES
            if code in practice.shown_languages and code != languages.current()
        ],
        "original": {
            "name": languages.name(practice.original_language),
            "url": _address(practice, practice.original_language),
        },
    }


def _address(practice, language):
    """The page in another language; a draft that is previewed has none."""
    return translate_url(practice.get_absolute_url(), language) if practice.code else ""


def _facts(practice):
    """The key facts: who, where, when, whom, how far."""
    terms = {}
    for term in practice.terms.all():
        terms.setdefault(term.vocabulary, []).append({"label": term.label})
    lrgs = [practice.lead_lrg, *practice.other_lrgs.all()]
    rows = [
        (_("Local government"), {"links": [{"label": str(lrg), "url": lrg.get_absolute_url()} for lrg in lrgs]}),
        (
            _("Country or area"),
            {
                "links": [
                    {"label": str(country), "url": presenters.browse_url(country=country.code)}
                    for country in practice.countries.all()
                ]
            },
        ),
        (_("Place"), {"value": practice.place_name}),
        (_("Responsible department"), {"value": practice.department, "value_lang": practice.original_language}),
        (_("Kind of action"), {"value": practice.get_kind_display()}),
        (_("Period"), {"value": period(practice)}),
        (_("Implementation status"), {"value": practice.get_implementation_status_display()}),
        (_("Scope"), {"value": practice.get_scope_display()}),
        *((Vocabulary(name).label, {"links": terms.get(name)}) for name in Vocabulary.values),
        (_("Crisis"), {"value": practice.text("crisis_name").value, "value_lang": practice.text("crisis_name").lang}),
        (_("Taking part"), {"value": practice.get_participation_scale_display()}),
        (_("Budget"), {"value": _budget(practice)}),
        (_("Evaluation"), {"value": practice.get_evaluation_display(), "url": practice.evaluation_url}),
        (_("Evidence"), {"value": practice.get_evidence_level_display()}),
        (_("Replicable"), {"value": practice.get_replicability_display()}),
        (_("Original language"), {"value": capfirst(languages.name(practice.original_language))}),
        (_("Origin of the record"), {"value": practice.get_origin_display(), "url": practice.source_url}),
    ]
    return [{"label": label, **row} for label, row in rows if row.get("value") or row.get("links")]


def _budget(practice):
    """The total when it is known, else its range."""
    if practice.budget_amount is None:
        return practice.get_budget_range_display()
    amount = number_format(practice.budget_amount.normalize(), use_l10n=True, force_grouping=True)
    return f"{amount} {practice.budget_currency}"


def period(practice):
    """From when to when, as exactly as it is known."""
    if practice.is_open_ended:
        return dates.since(practice.starts_on, practice.starts_precision)
    return dates.span(practice.starts_on, practice.starts_precision, practice.ends_on, practice.ends_precision)


def _sections(practice, said):
    shown = []
    for anchor, heading, fields in SECTIONS:
        texts = [text for text in (said(practice, field) for field in fields) if text]
        if texts:
            shown.append({"id": anchor, "heading": heading, "texts": texts})
    return shown


def _tag_groups(practice, said):
    """Tags by agenda, each with its reason, the primary objective first."""
    groups = {}
    for tag in practice.tags.all():
        agenda = tag.objective.agenda
        group = groups.setdefault(agenda.position, {"label": str(agenda), "url": agenda.get_absolute_url(), "tags": []})
        group["tags"].append(
            {
                "badge": presenters.badge(tag.objective, tag.is_primary),
                "title": tag.objective.text("title"),
                "why": said(tag, "why"),
            }
        )
    return [groups[position] for position in sorted(groups)]


def _adaptations(practice):
    """The LRGs that took the action up, each with its own action when that is public."""
    rows = list(practice.adaptations.all())
    prefetch_related_objects(rows, "adapted_practice__language_states")
    return [
        {
            "lrg": row.lrg,
            "practice": own if (own := row.adapted_practice) and own.status == Status.PUBLISHED else None,
            "url": row.url,
        }
        for row in rows
    ]


def _adapted_from(practice):
    """The public actions of others that this one took up: the other end of their adaptations."""
    origins = Practice.objects.published().filter(adaptations__adapted_practice=practice).distinct()
    return [
        {"lrg": origin.lead_lrg, "practice": origin}
        for origin in origins.select_related("lead_lrg").prefetch_related("language_states")
    ]


def _commitment(practice, said):
    """What a pledge adds: target, due date, how far it is, who pledges with it."""
    commitment = getattr(practice, "commitment", None)
    if commitment is None:
        return None
    fulfilled = commitment.fulfilled_by
    return {
        "commitment": commitment,
        "target": said(commitment, "target"),
        "fulfilled_by": fulfilled if fulfilled and fulfilled.status == Status.PUBLISHED else None,
        "updates": [{"update": row, "narrative": said(row, "narrative")} for row in practice.commitment_updates.all()],
        "pledges": [
            {"organisation": row.organisation, "text": said(row, "text")} for row in practice.partner_pledges.all()
        ],
    }
