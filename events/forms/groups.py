"""The groups of questions about series, events and publications, in the order of their pages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.forms.answers import Answer, Themes, When

from .. import record
from ..enums import EntryType
from .answers import Known, Links, Minute, Name, Objectives, Person, Rows, SessionNumber, Several


@dataclass(frozen=True)
class Group:
    """Questions about one topic: a part of the page that folds, or a page of its own step by step."""

    name: str
    title: str
    answers: tuple
    lead: str = ""
    #: Whether it is open before anything is answered.
    is_open: bool = False


def _role():
    return Answer("role")


def _url(**options):
    return Answer("url", _("Address"), hint=_("Begins with https://"), **options)


def _organisers():
    return Rows(
        "organisers",
        _("Organizers"),
        Name("organisation", _("Name"), "bodies"),
        _role(),
        one=_("Organizer"),
        most=60,
        may_paste=True,
    )


def _figures():
    return Rows(
        "figures",
        _("Figures"),
        Answer("number", _("Number")),
        Answer("is_minimum", _("More than this number")),
        Answer("measure", _("Of what?")),
        When("as_of", _("As of")),
        Answer("note", _("Note")),
        one=_("Figure"),
        hint=_("What the record says of itself: more than 1,000 participants."),
    )


def _materials(*more):
    return Rows(
        "materials",
        _("Links, and how files are described"),
        Answer("kind", _("What is it?")),
        Answer("title", _("Title")),
        _url(),
        Answer("language", _("Language")),
        Answer("visibility", _("Who may read it")),
        Minute("starts_at", _("From minute"), hint=_("For a recording: 14:11.")),
        *more,
        one=_("Link or file"),
        most=60,
    )


def _tags(*more):
    return (
        Themes("themes", hint=_("At least one theme or objective.")),
        Objectives("objectives"),
        Known("agendas", _("Declarations, charters and agendas")),
        Known("forums", _("Contributes to these review forums")),
        Known("round_tables", _("Contributes to these round tables")),
        Links(
            "networks",
            _("Networks and projects"),
            "networks",
            one=_("Network or project"),
            most=30,
            may_paste=True,
        ),
        *more,
    )


def _crisis():
    return (Several("crisis"), Answer("crisis_name", _("Which crisis?")))


def _readers(*more):
    return (
        Answer("visibility", _("Who may read it once it is published"), radios=True),
        *more,
        Answer("hashtag"),
        Answer("source_url", _("Where was this published before?"), hint=_("Begins with https://")),
    )


_SERIES = (
    Group(
        "about",
        _("About"),
        (Answer("title", _("Title")), Answer("summary", _("Summary")), Answer("rhythm"), Answer("planned_topics")),
        is_open=True,
    ),
    Group("organizers", _("Hosts and organizers"), (_organisers(),), is_open=True),
    Group("figures", _("Figures"), (_figures(),)),
    Group("links", _("Links and files"), (_materials(),)),
    Group("tags", _("Tags"), (*_tags(), Several("language"), *_crisis())),
    Group("visibility", _("Visibility"), _readers()),
)

_EVENT = (
    Group(
        "about",
        _("About"),
        (
            Answer("title", _("Title")),
            Answer("kind", _("What sort of event is it?")),
            Name("series", _("Series"), "series"),
            Answer("number", _("Number in the series")),
            Answer("summary", _("Summary"), hint=_("Whoever reads only this should know what it was about.")),
            Answer("description", _("Description")),
        ),
        is_open=True,
    ),
    Group(
        "when",
        _("When and where"),
        (
            Answer("holding", _("How far is it?"), radios=True),
            When("starts_on", _("First day"), hint=_("As far as it is known: the year is enough.")),
            When("ends_on", _("Last day"), hint=_("Leave empty for one day.")),
            Answer("starts_time", _("Starts at"), hint=_("For example: 15:00.")),
            Answer("ends_time", _("Ends at")),
            Answer("time_zone", _("Time zone"), hint=_("For example: UTC, Europe/Madrid.")),
            Answer("dates_as_written"),
            Answer("dates_note"),
            Answer("format", _("How do people meet?")),
            Answer("platform"),
            Answer("venue"),
            Answer("place_name"),
            Name("country", _("Country or area"), "countries"),
            Name("host", _("Host local government"), "lrgs"),
        ),
        is_open=True,
    ),
    Group("organizers", _("Organizers"), (_organisers(),), is_open=True),
    Group(
        "delegations",
        _("Local governments"),
        (
            Rows(
                "delegations",
                _("Local governments that take part"),
                Name("lrg", _("Name"), "lrgs"),
                _role(),
                Answer("state", _("How sure is it?")),
                Answer("name_as_written", hint=_("Only if it is spelt otherwise.")),
                Answer(
                    "description", _("Or what an open place waits for"), hint=_("For example: another European city.")
                ),
                one=_("Local government"),
                most=150,
                may_paste=True,
            ),
        ),
    ),
    Group(
        "sessions",
        _("Sessions"),
        (
            Rows(
                "sessions",
                _("Sessions"),
                Answer(
                    "number",
                    pgettext_lazy("which one", "Number"),
                    hint=_("Other parts of this page name the session by it."),
                ),
                Answer("title", _("Title")),
                Answer("kind", _("Kind")),
                Answer("held_on", _("Day"), hint=_("If the event has several.")),
                Answer("starts_time", _("Starts at")),
                Answer("ends_time", _("Ends at")),
                Answer("summary", _("Summary"), rows=3),
                Answer("questions", _("Guiding questions"), rows=2),
                Answer("lessons", _("Lessons"), rows=3),
                Answer("participants", _("Participants")),
                one=_("Session"),
                most=40,
            ),
        ),
    ),
    Group(
        "people",
        _("Speakers and moderators"),
        (
            Rows(
                "participations",
                _("Speakers and moderators"),
                Person(hint=_("Leave empty where only a body or a position is known.")),
                Answer("position_title", _("Position on that day")),
                Name("organisation", _("Organization"), "bodies"),
                _role(),
                SessionNumber(),
                Name("on_behalf_of", _("On behalf of"), "bodies"),
                Answer("name_as_written", hint=_("Only if it is spelt otherwise.")),
                one=_("Speaker or moderator"),
                hint=_("A moderator may be a body. Who is not known to the portal yet is entered when you save."),
                most=200,
            ),
        ),
    ),
    Group(
        "actions",
        _("Actions shown"),
        (
            Rows(
                "showings",
                _("Actions shown"),
                Name("practice", _("Local action"), "any-actions", hint=_("Type the title or the code.")),
                Answer(
                    "mention", _("Or what was shown"), hint=_("A mention may become a draft of the local government.")
                ),
                Name("lrg", _("Local government"), "lrgs"),
                SessionNumber(),
                Answer("note", _("What was said about it"), rows=3),
                Answer("is_confidential", _("It was shown with confidential data")),
                one=_("Action shown"),
                most=60,
            ),
        ),
    ),
    Group(
        "quotes",
        _("Quotes"),
        (
            Rows(
                "quotes",
                _("Quotes"),
                Answer("words", _("Words"), hint=_("A few words, in the original language of this record.")),
                Answer("language", _("Language in which it was said")),
                Person(),
                Answer("position_title", _("Position on that day")),
                SessionNumber(),
                Answer("approved_by", _("Approved by"), hint=_("Who agreed, or the printed source. Public only then.")),
                Answer("is_reusable", _("It may be reused")),
                one=_("Quote"),
                most=60,
            ),
        ),
    ),
    Group(
        "outcome",
        _("Outcome"),
        (
            Answer("key_messages", _("Key messages")),
            Rows(
                "next_steps",
                _("Next steps"),
                Answer("what", _("What")),
                Name("organisation", _("Who"), "bodies"),
                Answer("who", _("Who, in words")),
                When("due_on", _("By when")),
                Answer("is_done", pgettext_lazy("next step", "Done")),
                one=_("Next step"),
                most=40,
            ),
            Rows(
                "announcements",
                _("Commitments announced"),
                Answer("what", _("What is promised")),
                Answer("who", _("By whom")),
                Name("practice", _("Recorded as action"), "any-actions"),
                one=_("Commitment"),
                most=40,
            ),
            Rows(
                "needs",
                _("Needs expressed"),
                Answer("area", _("Area")),
                Answer("what", _("What is needed")),
                Name("lrg", _("Local government"), "lrgs"),
                one=_("Need"),
                most=60,
            ),
            Answer("outcome_visibility", _("Who may read the outcome"), radios=True),
        ),
    ),
    Group("figures", _("Figures"), (_figures(),)),
    Group("links", _("Links and files"), (_materials(SessionNumber()),)),
    Group(
        "tags",
        _("Tags"),
        _tags(Several("language", _("Languages spoken")), Several("interpretation"), *_crisis()),
        is_open=True,
    ),
    Group(
        "visibility",
        _("Visibility and registration"),
        _readers(
            Answer("takes_registrations", _("People register on this portal")),
            Answer("registration_url", _("Or at this address"), hint=_("Begins with https://")),
            Answer("registration_closes_on"),
            Answer("capacity"),
            Answer("recording_consent", _("The event is recorded")),
        ),
    ),
)

_PUBLICATION = (
    Group(
        "about",
        _("About"),
        (
            Answer("title", _("Title")),
            Answer("subtitle"),
            Answer("kind", _("What sort of publication is it?")),
            Answer("number", _("Number of the note"), hint=_("Only for peer learning notes; numbers may be left out.")),
            When("published_on", _("Date of publication")),
            Answer("summary", _("Summary")),
        ),
        is_open=True,
    ),
    Group(
        "from",
        _("Where it comes from"),
        (
            Name("event", _("Event it comes from"), "events"),
            Name("series", _("Series"), "series"),
            Answer("input_into"),
            Answer("acknowledgement"),
        ),
        is_open=True,
    ),
    Group(
        "editions",
        _("Languages and files"),
        (
            Rows(
                "editions",
                _("Editions"),
                Answer("language", _("Language")),
                Answer("state", _("State")),
                _url(),
                Answer("label", _("Label"), hint=_("Only where one language has several editions.")),
                Minute("starts_at", _("From minute"), hint=_("For a recording: 14:11.")),
                one=_("Edition"),
                most=30,
            ),
            Answer("cover_alt"),
            Answer("cover_credit"),
        ),
        lead=_("One edition for each language: an address, a file, or the word that it is being prepared."),
        is_open=True,
    ),
    Group(
        "contributors",
        _("Contributors"),
        (
            Rows(
                "contributors",
                _("Contributors"),
                Person(),
                Answer("position_title", _("Position on that day")),
                Name("organisation", _("Organization"), "bodies"),
                _role(),
                Answer("email", _("Role address"), hint=_("Of a press office, never of a person.")),
                Answer("name_as_written", hint=_("Only if it is spelt otherwise.")),
                one=_("Contributor"),
                most=60,
            ),
        ),
    ),
    Group(
        "cases",
        _("Case studies"),
        (
            Rows(
                "case_studies",
                _("Case studies"),
                Answer("title", _("Title")),
                Name("lrg", _("Local government"), "lrgs"),
                Name("practice", _("Local action"), "any-actions"),
                Answer("body", pgettext_lazy("of a case study", "Text"), rows=6),
                one=_("Case study"),
                most=60,
            ),
            Links(
                "lrgs",
                _("Local governments it is about"),
                "lrgs",
                one=_("Local government"),
                most=150,
                may_paste=True,
            ),
        ),
    ),
    Group(
        "passages",
        _("Sections, learnings, recommendations"),
        (
            Rows(
                "passages",
                _("Passages"),
                Answer("kind", _("Kind")),
                Answer("title", _("Title")),
                Answer("body", pgettext_lazy("of a case study", "Text"), rows=6),
                Answer("addressed_to", _("Addressed to")),
                one=_("Passage"),
                most=80,
            ),
        ),
    ),
    Group("figures", _("Figures"), (_figures(),)),
    Group("tags", _("Tags"), (*_tags(), *_crisis()), is_open=True),
    Group(
        "visibility",
        _("Visibility and licence"),
        _readers(
            Answer("licence"),
            Answer("isbn"),
            Answer("doi"),
            Name("text_of", _("It is the text of this declaration or charter"), "agendas"),
        ),
    ),
)

GROUPS = {EntryType.SERIES: _SERIES, EntryType.EVENT: _EVENT, EntryType.PUBLICATION: _PUBLICATION}
for _type, _groups in GROUPS.items():
    for _group in _groups:
        for _answer in _group.answers:
            _answer.bind(record.SHAPES[_type].model, record.SHAPES[_type].rows)


def group_of(entry, name):
    """Return the group that asks for the field ``name``, or None."""
    groups = GROUPS[EntryType(entry.type)]
    return next((group for group in groups if name in {one.name for one in group.answers}), None)
