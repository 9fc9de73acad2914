"""Series, events and publications as plain data (``portal.shared.records``): the one list of their fields."""

from compacts.models import Agenda, Objective, ReviewForum, RoundTable, Theme
from portal.directory.models import Country, Organisation
from portal.shared.records import Rows, Shape
from practices.models import Practice

from . import models
from .enums import EntryType, Vocabulary

#: By which field a linked record is named in plain data; an action by its number, for it may have no code yet.
KEYS = {
    **dict.fromkeys((Agenda, Objective, ReviewForum, RoundTable, Theme, Country), "code"),
    **dict.fromkeys((Organisation, models.Person, models.Series, models.Event, models.Publication), "slug"),
    Practice: "pk",
}

_PLAIN = ("original_language", "hashtag", "source_url", "visibility")
_LINKS = ("themes", "objectives", "agendas", "forums", "round_tables", "networks")
_SESSION = {"session": "sessions"}
_LINKED = ("url", "starts_at")

_ORGANISERS = Rows(models.Organiser, "entry", ("role",), {"organisation": Organisation})
_FIGURES = Rows(models.Figure, "entry", ("measure", "number", "is_minimum", "as_of", "as_of_precision"))
_MATERIALS = ("kind", "language", "visibility", *_LINKED)

SERIES = Shape(
    models.Series,
    plain=_PLAIN,
    keys=KEYS,
    links=_LINKS,
    vocabulary=Vocabulary,
    rows={
        "organisers": _ORGANISERS,
        "figures": _FIGURES,
        "materials": Rows(models.Material, "entry", _MATERIALS),
    },
)

EVENT = Shape(
    models.Event,
    plain=(
        *_PLAIN,
        *("number", "kind", "format", "platform", "holding", "outcome_visibility"),
        *("starts_on", "starts_precision", "ends_on", "ends_precision", "starts_time", "ends_time", "time_zone"),
        *("dates_as_written", "registration_url", "takes_registrations", "registration_closes_on", "capacity"),
        "recording_consent",
    ),
    keys=KEYS,
    one={"series": models.Series, "country": Country, "host": Organisation},
    links=_LINKS,
    vocabulary=Vocabulary,
    rows={
        "sessions": Rows(
            models.Session,
            "event",
            ("number", "kind", "held_on", "starts_time", "ends_time", "participants"),
            identity="number",
        ),
        "organisers": _ORGANISERS,
        "delegations": Rows(models.Delegation, "event", ("name_as_written", "role", "state"), {"lrg": Organisation}),
        "participations": Rows(
            models.Participation,
            "event",
            ("name_as_written", "role"),
            {"person": models.Person, "organisation": Organisation, "on_behalf_of": Organisation},
            _SESSION,
        ),
        "showings": Rows(
            models.Showing,
            "event",
            ("is_confidential",),
            {"practice": Practice, "lrg": Organisation},
            _SESSION,
        ),
        "quotes": Rows(
            models.Quote,
            "event",
            ("language", "approved_by", "is_reusable"),
            {"person": models.Person},
            _SESSION,
        ),
        "next_steps": Rows(
            models.NextStep, "event", ("due_on", "due_precision", "is_done"), {"organisation": Organisation}
        ),
        "announcements": Rows(models.Announcement, "event", (), {"practice": Practice}),
        "needs": Rows(models.Need, "event", ("area",), {"lrg": Organisation}),
        "figures": _FIGURES,
        "materials": Rows(models.Material, "entry", _MATERIALS, {}, _SESSION),
    },
)

PUBLICATION = Shape(
    models.Publication,
    plain=(
        *_PLAIN,
        *("kind", "number", "published_on", "published_precision", "licence", "isbn", "doi", "cover_credit"),
    ),
    keys=KEYS,
    one={"event": models.Event, "series": models.Series, "text_of": Agenda},
    links=(*_LINKS, "lrgs"),
    vocabulary=Vocabulary,
    rows={
        "editions": Rows(models.Edition, "publication", ("language", "state", *_LINKED)),
        "contributors": Rows(
            models.Contributor,
            "publication",
            ("name_as_written", "role", "email"),
            {"person": models.Person, "organisation": Organisation},
        ),
        "case_studies": Rows(models.CaseStudy, "publication", (), {"lrg": Organisation, "practice": Practice}),
        "passages": Rows(models.Passage, "publication", ("kind",)),
        "figures": _FIGURES,
    },
)

SHAPES = {EntryType.SERIES: SERIES, EntryType.EVENT: EVENT, EntryType.PUBLICATION: PUBLICATION}


def shape_of(entry):
    """Return the shape of a series, an event or a publication."""
    return SHAPES[EntryType(entry.type)]
