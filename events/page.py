"""The page of one event: key facts, sessions in order, what was shown and said, what came out of it."""

import zoneinfo
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import dates, languages
from practices import presenters as of_actions
from practices.models import Practice

from . import permissions, presenters, presenters_changes
from .enums import DelegationRole, Holding, ParticipationRole, Status, Visibility, Vocabulary
from .facts import dates_of
from .models import Need, NextStep, Person, Publication, Series

#: The parts in the order of the page: anchor, heading, what they show (keys of the context).
PARTS = (
    ("facts", gettext_lazy("Key facts"), ("facts",)),
    ("registration", gettext_lazy("Registration"), ("registration",)),
    ("about", gettext_lazy("About the event"), ("description",)),
    ("programme", gettext_lazy("Programme"), ("sessions",)),
    ("speakers", gettext_lazy("Speakers and moderators"), ("speakers",)),
    ("actions", gettext_lazy("Local actions shown"), ("showings",)),
    ("quotes", gettext_lazy("In their words"), ("quotes",)),
    ("local-governments", gettext_lazy("Local governments taking part"), ("delegations",)),
    ("outcome", gettext_lazy("Outcome"), ("outcome",)),
    ("changes", gettext_lazy("What changed afterwards"), ("changes",)),
    ("materials", gettext_lazy("Documents and recordings"), ("materials",)),
    ("publications", gettext_lazy("Publications that come from it"), ("publications",)),
    ("objectives", gettext_lazy("What it is about"), ("objectives", "themes")),
)
#: Those who lead a session; everybody else speaks in it.
LEADERS = {
    ParticipationRole.MODERATOR: gettext_lazy("Moderation"),
    ParticipationRole.FACILITATOR: gettext_lazy("Facilitation"),
    ParticipationRole.SIMULATION_LEAD: gettext_lazy("Simulation led by"),
    ParticipationRole.RAPPORTEUR: gettext_lazy("Report"),
}
BANNERS = {
    Status.DRAFT: gettext_lazy("This is a draft. Only the secretariat can read this page."),
    Visibility.PARTICIPANTS: gettext_lazy("Only those who take part in this event can read this page."),
    Visibility.INTERNAL: gettext_lazy("Only the secretariat can read this page."),
}


class Speaker:
    """Gives the texts of a record and its rows, and remembers which languages stood in for the reader's."""

    def __init__(self):
        self.fallbacks = set()

    def __call__(self, row, field):
        """Return one text with its language."""
        text = row.text(field)
        if text.is_fallback:
            self.fallbacks.add(text.language)
        return text


def banner(entry):
    """What those few read above a page who can open it; empty for a public record."""
    return str(BANNERS.get(entry.status) or BANNERS.get(entry.visibility) or "")


def compose(event, user):
    """Return the context of the page of ``event`` for ``user`` (load with ``for_page``)."""
    said = Speaker()
    parts = permissions.readable_parts(user, event)
    has_outcome = event.outcome_visibility in parts
    links = _Links(event, with_outcome=has_outcome)
    sessions, rest = _programme(event, said, links, parts)
    context = {
        "event": event,
        "title": said(event, "title"),
        "summary": said(event, "summary"),
        "description": said(event, "description"),
        "dates_note": said(event, "dates_note"),
        "banner": banner(event),
        "is_cancelled": event.holding == Holding.CANCELLED,
        "when": presenters.when(event),
        "place": presenters.place(event),
        "series": _series(event, user),
        "sessions": sessions,
        **rest,
        "delegations": _delegations(event, said),
        "outcome": _outcome(event, said, links) if has_outcome else None,
        "changes": presenters_changes.public_rows(event),
        "materials": presenters.materials(event, parts),
        "publications": _publications(event, user),
        "objectives": [of_actions.badge(objective) for objective in event.objectives.all()],
        "themes": [{"label": str(theme), "code": theme.code} for theme in event.themes.all()],
        "registration": registration(event),
        "calendar_url": presenters.calendar_url(event) if event.status == Status.PUBLISHED else "",
    }
    context["facts"] = _facts(event, said, context["series"])
    shown = [part for part in PARTS if any(context[key] for key in part[2])]
    return context | {
        "headings": {anchor.replace("-", "_"): heading for anchor, heading, _keys in PARTS},
        "contents": [{"label": heading, "url": f"#{anchor}"} for anchor, heading, _keys in shown],
        **notice(event, said),
    }


def notice(entry, said):
    """What to say when texts are missing in the reader's language, and where the record is read in others."""
    address = entry.get_absolute_url()
    return {
        "fallback_language": languages.name(sorted(said.fallbacks)[0]) if said.fallbacks else "",
        "others": [
            {"code": code, "name": languages.OWN_NAMES[code], "url": translate_url(address, code)}
            for code in entry.shown_languages
            if code != languages.current()
        ],
    }


class _Links:
    """What an event leads to and readers may open: public actions and people, each read once for the whole page."""

    def __init__(self, event, *, with_outcome):
        rows = [*event.showings.all()]
        if with_outcome:
            steps, needs = NextStep.objects.select_related("organisation"), Need.objects.select_related("lrg")
            outcome = [Prefetch("next_steps", steps), Prefetch("needs", needs), "announcements"]
            prefetch_related_objects([event], *outcome)
            rows += event.announcements.all()
        wanted = {row.practice_id for row in rows} - {None}
        public = Practice.objects.published().select_related("lead_lrg").prefetch_related("language_states")
        self.actions = {practice.pk: practice for practice in public.filter(pk__in=wanted)} if wanted else {}
        people = {row.person_id for row in (*event.participations.all(), *event.quotes.all())} - {None}
        named = Person.objects.public().filter(pk__in=people)
        self.people = {person.pk: person.get_absolute_url() for person in named} if people else {}


def _series(event, user):
    """The series of the event, if the reader may know it."""
    series = Series.objects.visible_to(user).published().for_titles().filter(pk=event.series_id).first()
    return {"title": series.text("title"), "url": series.get_absolute_url()} if series else None


def _facts(event, said, series):
    """The key facts: when, where, who calls, in which languages, for what."""
    rows = [
        (_("Series"), {"links": [_of_series(event, series)] if series else []}),
        (_("Dates"), {"value": "\n".join(filter(None, [presenters.when(event), said(event, "dates_note").value]))}),
        (_("Time zone"), {"value": time_zone(event)}),
        (_("Status"), {"value": event.get_holding_display()}),
        (_("Format"), {"value": event.get_format_display()}),
        (_("Platform"), {"value": event.platform}),
        (_("Venue"), {"value": said(event, "venue").value, "value_lang": said(event, "venue").lang}),
        (_("Place"), {"value": presenters.place(event) if event.place_name or event.country_id else ""}),
        (_("Host"), {"links": [presenters.link(event.host)] if event.host else []}),
        (_("Languages"), {"value": ", ".join(event.values_of(Vocabulary.LANGUAGE))}),
        (_("Interpretation into"), {"value": ", ".join(event.values_of(Vocabulary.INTERPRETATION))}),
        *((row["label"], {"links": row["links"]}) for row in presenters.organisers(event)),
        (_("Networks and projects"), {"links": [presenters.link(network) for network in event.networks.all()]}),
        (
            _("Declarations and charters"),
            {"links": [{"label": str(agenda), "url": agenda.get_absolute_url()} for agenda in event.agendas.all()]},
        ),
        (_("Contributes to"), {"links": [{"label": label} for label in _forums(event)]}),
        (_("Crisis context"), {"value": ", ".join(map(str, event.values_of(Vocabulary.CRISIS)))}),
        (_("Crisis"), {"value": said(event, "crisis_name").value, "value_lang": said(event, "crisis_name").lang}),
        (_("Figures"), {"links": [{"label": _figure(row)} for row in presenters.figures(event)]}),
        (_("Hashtag"), {"value": event.hashtag}),
        (_("Source"), {"value": event.source_url, "url": event.source_url}),
    ]
    return [{"label": label, **row} for label, row in rows if row.get("value") or row.get("links")]


def _of_series(event, series):
    title = str(series["title"])
    label = _("%(series)s, number %(number)d") % {"series": title, "number": event.number} if event.number else title
    return {"label": label, "url": series["url"], "lang": "" if event.number else series["title"].lang}


def _figure(row):
    """A figure with its day and its note in one line."""
    day = _("as of %(date)s") % {"date": row["as_of"]} if row["as_of"] else ""
    beside = ", ".join(filter(None, [str(row["note"]), day]))
    return f"{row['text']} ({beside})" if beside else row["text"]


def _forums(event):
    """The review forums and their round tables, a forum once."""
    tables = [f"{table.forum} – {table}" for table in event.round_tables.all()]
    named = {table.forum_id for table in event.round_tables.all()}
    return [str(forum) for forum in event.forums.all() if forum.pk not in named] + tables


def time_zone(event):
    """The time zone with its distance from UTC on that day; empty where no hour is given."""
    if not event.starts_time:
        return ""
    begins = datetime.combine(event.starts_on, event.starts_time, zoneinfo.ZoneInfo(event.time_zone))
    offset = begins.strftime("%z")
    return event.time_zone if event.time_zone == "UTC" else f"{event.time_zone} (UTC{offset[:3]}:{offset[3:5]})"


# Programme -----------------------------------------------------------------------------------------


def _programme(event, said, links, parts):
    """The sessions in order with all that belongs to each, and what belongs to the event as a whole."""
    rows = {
        "people": [(row.session_id, _participant(row, said, links)) for row in event.participations.all()],
        "showings": [(row.session_id, shown) for row in event.showings.all() if (shown := _showing(row, said, links))],
        "quotes": [(row.session_id, _quote(row, links)) for row in event.quotes.all() if row.approved_by],
        "materials": [
            (row.session_id, presenters.material(row))
            for row in event.materials.all()
            if row.session_id and row.visibility in parts
        ],
    }

    def of(session, name):
        return [shown for pk, shown in rows[name] if pk == session]

    sessions = [
        {
            "number": session.number,
            "title": said(session, "title"),
            "kind": session.get_kind_display(),
            "when": " · ".join(filter(None, [dates.display(session.held_on), presenters.times(session)])),
            "leaders": _leaders(of(session.pk, "people")),
            "speakers": [row for row in of(session.pk, "people") if row["role_code"] not in LEADERS],
            "questions": said(session, "questions"),
            "summary": said(session, "summary"),
            "lessons": said(session, "lessons"),
            "participants": session.participants,
            **{name: of(session.pk, name) for name in ("showings", "quotes", "materials")},
        }
        for session in event.sessions.all()
    ]
    return sessions, {
        "speakers": of(None, "people"),
        "showings": of(None, "showings"),
        "quotes": of(None, "quotes"),
    }


def _leaders(people):
    """Who moderates, facilitates or reports, by role."""
    groups = {role: [row for row in people if row["role_code"] == role] for role in LEADERS}
    return [{"label": LEADERS[role], "people": rows} for role, rows in groups.items() if rows]


def _participant(row, said, links):
    """Somebody in one role, as they were on that day: a person, a body, or only a position."""
    return {
        "name": row.name,
        "url": links.people.get(row.person_id, ""),
        "position": said(row, "position_title"),
        "organisation": presenters.link(row.organisation) if row.organisation else None,
        "on_behalf_of": presenters.link(row.on_behalf_of) if row.on_behalf_of else None,
        "role": row.get_role_display(),
        "role_code": row.role,
    }


def _showing(row, said, links):
    """An action that was shown: a link once it is public, before that what the source says; else nothing."""
    practice, mention = links.actions.get(row.practice_id), said(row, "mention")
    if practice is None and not mention:
        return None
    lrg = row.lrg or (practice.lead_lrg if practice else None)
    return {
        "title": practice.text("title") if practice else mention,
        "mention": mention if practice else "",
        "url": practice.get_absolute_url() if practice else "",
        "lrg": presenters.link(lrg) if lrg else None,
        "note": said(row, "note"),
        "is_confidential": row.is_confidential,
    }


def _quote(row, links):
    named = {"name": row.person.name, "url": links.people.get(row.person_id, "")} if row.person else {}
    return presenters.quote(row) | named


# The rest ------------------------------------------------------------------------------------------


def _delegations(event, said):
    """The local governments with what they do and how sure it is; places still open say what they wait for."""
    return [
        {
            "link": presenters.link(row.lrg, row.name_as_written) if row.lrg else None,
            "country": str(row.lrg.country) if row.lrg else "",
            "description": said(row, "description"),
            "role": row.get_role_display() if row.role != DelegationRole.PARTICIPANT else "",
            "state": row.get_state_display() if row.lrg else _("Open place"),
        }
        for row in event.delegations.all()
    ]


def _outcome(event, said, links):
    """What came out of the event, for those who may read it; None where nothing is entered."""
    outcome = {
        "messages": said(event, "key_messages"),
        "next_steps": [
            {
                "what": said(row, "what"),
                "who": presenters.link(row.organisation) if row.organisation else None,
                "in_words": said(row, "who"),
                "due": row.due,
                "is_done": row.is_done,
            }
            for row in event.next_steps.all()
        ],
        "announcements": [
            {"what": said(row, "what"), "who": said(row, "who"), "action": _action(links.actions.get(row.practice_id))}
            for row in event.announcements.all()
        ],
        "needs": [
            {
                "area": row.get_area_display(),
                "what": said(row, "what"),
                "lrg": presenters.link(row.lrg) if row.lrg else None,
            }
            for row in event.needs.all()
        ],
    }
    if not any(outcome.values()):
        return None
    return outcome | {"is_restricted": event.outcome_visibility != Visibility.PUBLIC, "visibility": _who_reads(event)}


def _who_reads(event):
    """For whom the outcome is, in a sentence; empty when everybody may read it."""
    if event.outcome_visibility == Visibility.PARTICIPANTS:
        return _("You can read this part because you take part in the event or keep its record.")
    return _("Only the secretariat can read this part.") if event.outcome_visibility == Visibility.INTERNAL else ""


def _action(practice):
    if practice is None:
        return None
    title = practice.text("title")
    return {"label": title.value, "lang": title.lang, "url": practice.get_absolute_url()}


def _publications(event, user):
    """The publications that come from the event and that the reader may open."""
    rows = Publication.objects.visible_to(user).published().for_links().filter(event=event)
    return [presenters.publication(row) for row in rows]


def registration(event):
    """Where and until when people register; None where the event takes no registrations or is over."""
    is_open = event.holding in (Holding.PLANNED, Holding.CONFIRMED) and event.status == Status.PUBLISHED
    if not (is_open and (event.takes_registrations or event.registration_url)):
        return None
    if event.starts_on and not dates_of(event).is_upcoming:
        return None
    closes = event.registration_closes_on
    return {
        "url": event.registration_url or f"{event.get_absolute_url()}register/",
        "is_elsewhere": bool(event.registration_url),
        "closes": dates.display(closes),
        "is_closed": closes is not None and closes < timezone.localdate(),
        "capacity": event.capacity,
        "is_recorded": event.recording_consent,
    }
