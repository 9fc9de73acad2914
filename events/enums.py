"""The closed lists of peer learning; values are what query strings, fixtures and the API write."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.enums import Crisis


class EntryType(TextChoices):
    """What sort of record it is."""

    SERIES = "series", _("Series")
    EVENT = "event", _("Event")
    PUBLICATION = "publication", _("Publication")


class Status(TextChoices):
    """Where a record of the secretariat stands (the moves between them: ``workflow.py``)."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Visibility(TextChoices):
    """Who may read a published record, or a part of it."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Participants only")
    INTERNAL = "internal", _("Secretariat only")


class Kind(TextChoices):
    """What sort of event it is."""

    PEER_LEARNING = "peer-learning", _("Peer learning")
    LIVE_SESSION = "live-session", _("Live session")
    TECHNICAL_MEETING = "technical-meeting", _("Technical meeting")
    POLITICAL_CONFERENCE = "political-conference", _("Political conference")
    STUDY_VISIT = "study-visit", _("Study visit or reconnaissance mission")
    LAUNCH = "launch", _("Launch")
    SIDE_EVENT = "side-event", _("Side event")
    CONGRESS = "congress", _("Congress")
    FORUM = "forum", _("Forum")
    COURSE = "course", _("Course")


class Format(TextChoices):
    """How people meet."""

    ONLINE = "online", _("Online")
    IN_PERSON = "in-person", _("In person")
    HYBRID = "hybrid", _("Online and in person")


class Holding(TextChoices):
    """How far an event is."""

    PLANNED = "planned", pgettext_lazy("event", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("event", "Confirmed")
    HELD = "held", pgettext_lazy("event", "Held")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class OrganiserRole(TextChoices):
    """What a body does for an event or a series."""

    ORGANISER = "organiser", _("Organizer")
    CO_MANAGER = "co-manager", _("Co-manager")
    HOST = "host", _("Host")
    COLLABORATION = "in-collaboration", _("In collaboration")
    SUPPORTER = "supporter", _("Supporter")
    FUNDER = "funder", _("Funder")
    SECRETARIAT = "secretariat", _("Secretariat")

    def label_of(self, bodies):
        """Return the label over one body, or over several."""
        return self.label if len(bodies) == 1 else _SEVERAL_ORGANISERS.get(self, self.label)


_SEVERAL_ORGANISERS = {
    OrganiserRole.ORGANISER: pgettext_lazy("several", "Organizers"),
    OrganiserRole.CO_MANAGER: pgettext_lazy("several", "Co-managers"),
    OrganiserRole.HOST: pgettext_lazy("several", "Hosts"),
    OrganiserRole.SUPPORTER: pgettext_lazy("several", "Supporters"),
    OrganiserRole.FUNDER: pgettext_lazy("several", "Funders"),
}


class DelegationRole(TextChoices):
    """What a local government does at an event."""

    HOST = "host", _("Host")
    PRESENTER = "presenter", _("Shares its experience")
    PARTICIPANT = "participant", _("Takes part")


class DelegationState(TextChoices):
    """How sure it is that a local government takes part."""

    EXPECTED = "expected", pgettext_lazy("local government at an event", "Expected")
    CONFIRMED = "confirmed", pgettext_lazy("local government at an event", "Confirmed")
    ATTENDED = "attended", pgettext_lazy("local government at an event", "Attended")


class SessionKind(TextChoices):
    """What happens in a session."""

    OPENING = "opening", pgettext_lazy("session", "Opening")
    KEYNOTE = "keynote", pgettext_lazy("session", "Keynote")
    EXPERIENCE_SHARING = "experience-sharing", _("Experience sharing")
    SIMULATION = "simulation", _("Simulation")
    ROUNDTABLE = "roundtable", _("Round table")
    PRESENTATIONS = "presentations", _("Presentations")
    REPORT_BACK = "report-back", _("Report back")
    CLOSING = "closing", pgettext_lazy("session", "Closing")


class ParticipationRole(TextChoices):
    """What a person or body does at an event or in a session."""

    OPENING = "opening", _("Opens the event")
    KEYNOTE = "keynote", _("Keynote speaker")
    MODERATOR = "moderator", _("Moderator")
    FACILITATOR = "facilitator", _("Facilitator")
    SPEAKER = "speaker", _("Speaker")
    DISCUSSANT = "discussant", _("Discussant")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    SIMULATION_LEAD = "simulation-lead", _("Leads the simulation")
    CLOSING = "closing", _("Closes the event")


class MaterialKind(TextChoices):
    """What a file or link of an event is."""

    CONCEPT_NOTE = "concept-note", _("Concept note")
    AGENDA = "agenda", _("Programme")
    REFERENCE = "reference", _("Reference document")
    TERMS_OF_REFERENCE = "terms-of-reference", _("Terms of reference")
    PRESENTATION = "presentation", _("Presentation")
    RECORDING = "recording", _("Recording")
    GALLERY = "gallery", _("Pictures")
    DATA = "data", _("Data")
    NEWS = "news", _("News item")
    OTHER = "other", _("Other")


class Measure(TextChoices):
    """What a figure of an event, series or publication counts."""

    PARTICIPANTS = "participants", _("participants")
    SESSIONS = "sessions", _("sessions")
    LRGS = "lrgs", _("local and regional governments")
    ORGANISATIONS = "organisations", _("civil society organizations")
    NETWORKS = "networks", _("networks of local governments")
    COUNTRIES = "countries", _("countries")
    ACTIONS = "actions", _("local actions")
    CASES = "cases", _("cases")
    YEARS = "years", _("years of work")


class NeedArea(TextChoices):
    """Where a city says that it needs support."""

    GOVERNANCE = "governance", _("Governance")
    RESOURCES = "resources", _("Resources")
    CAPABILITIES = "capabilities", _("Capabilities")


class PublicationKind(TextChoices):
    """What sort of publication it is."""

    NOTE = "note", _("Peer learning note")
    OUTCOME_REPORT = "outcome-report", _("Outcome report")
    ANNUAL_REPORT = "annual-report", _("Report on local action")
    POLICY_STUDY = "policy-study", _("Policy study")
    FRAMEWORK = "framework", _("Contribution to a framework")
    MIGRATION_PROFILE = "migration-profile", _("City migration profile")
    OP_ED = "op-ed", _("Opinion piece")
    VIDEO = "video", _("Speech or video")
    PODCAST = "podcast", _("Podcast or audio")
    CAMPAIGN = "campaign", _("Campaign")
    COURSE = "course", _("Course")
    TOOL = "tool", _("Online tool")
    DECLARATION = "declaration", _("Declaration or charter")
    PRESS_RELEASE = "press-release", _("Press release")
    NEWS = "news", _("News")


class EditionState(TextChoices):
    """How far a publication is in one language."""

    AVAILABLE = "available", _("Available")
    PREPARED = "in-preparation", _("In preparation")


class ContributorRole(TextChoices):
    """What a person or body does for a publication."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", pgettext_lazy("of a publication", "Editor")
    FOREWORD = "foreword", _("Foreword")
    COORDINATION = "coordination", _("Coordination")
    CO_LEAD = "co-lead", _("Co-lead")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    SPEAKER = "speaker", _("Speaker")
    PUBLISHER = "publisher", _("Publisher")
    PRESS_CONTACT = "press-contact", _("Press contact")


class PassageKind(TextChoices):
    """What a passage of a publication is."""

    SECTION = "section", _("Section")
    LEARNING = "learning", _("Key learning")
    RECOMMENDATION = "recommendation", _("Recommendation")
    PRINCIPLE = "principle", _("Principle")


class Language(TextChoices):
    """Languages spoken at an event or that a publication is available in; the names are those of the languages."""

    EN = "en", "English"
    ES = "es", "Español"
    FR = "fr", "Français"
    AR = "ar", "العربية"
    CA = "ca", "Català"
    DE = "de", "Deutsch"
    EL = "el", "Ελληνικά"
    IT = "it", "Italiano"
    PT = "pt", "Português"
    RU = "ru", "Русский"
    TR = "tr", "Türkçe"
    ZH = "zh", "中文"


class Vocabulary(TextChoices):
    """The closed lists of which a record may choose several values (``models.EntryTerm``)."""

    CRISIS = "crisis", _("Crisis context")
    LANGUAGE = "language", _("Languages")
    INTERPRETATION = "interpretation", _("Interpretation into")

    @property
    def terms(self):
        """The values of this list."""
        return TERMS[self]


TERMS = {Vocabulary.CRISIS: Crisis, Vocabulary.LANGUAGE: Language, Vocabulary.INTERPRETATION: Language}


class RegistrationState(TextChoices):
    """Whether a person who registered still comes."""

    REGISTERED = "registered", _("Registered")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class Attended(TextChoices):
    """Whether a registered person was at a session."""

    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


class ChangeState(TextChoices):
    """How far a change is that a local government intended after an event."""

    INTENDED = "intended", pgettext_lazy("change", "Intended")
    UNDER_WAY = "under-way", pgettext_lazy("change", "Under way")
    DONE = "done", pgettext_lazy("change", "Done")
    DROPPED = "dropped", pgettext_lazy("change", "Dropped")
