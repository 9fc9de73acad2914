"""The closed lists of the practice record; values are what query strings, fixtures and the API write."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Where an action stands on its way from draft to public (the moves between them: ``workflow.py``)."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    RECOMMENDED = "recommended", _("Recommended")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")


class Kind(TextChoices):
    """What sort of local action it is."""

    PRACTICE = "practice", _("Practice")
    POLICY = "policy", _("Policy or plan")
    SERVICE = "service", _("Service")
    TOOL = "tool", _("Tool")
    COMMITMENT = "commitment", _("Commitment")


class ImplementationStatus(TextChoices):
    """How far the action is on the ground."""

    PLANNED = "planned", _("Planned")
    PILOT = "pilot", _("Pilot")
    ONGOING = "ongoing", _("Ongoing")
    COMPLETED = "completed", _("Completed")
    MAINSTREAMED = "mainstreamed", _("Mainstreamed as a regular service")
    STOPPED = "stopped", _("Stopped")


class Scope(TextChoices):
    """The territory that the action covers."""

    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood or district")
    LOCAL = "local", _("Municipal or local")
    METROPOLITAN = "metropolitan", _("Metropolitan")
    REGIONAL = "regional", _("Province or region")
    NATIONAL = "national", _("National")
    CROSS_BORDER = "cross-border", _("Cross-border")


class Population(TextChoices):
    """Whom the action serves, by their situation."""

    MIGRANTS = "migrants", _("Migrants")
    REFUGEES = "refugees", _("Refugees")
    ASYLUM_SEEKERS = "asylum-seekers", _("Asylum seekers")
    IDPS = "idps", _("Internally displaced persons")
    STATELESS = "stateless", _("Stateless persons")
    RETURNEES = "returnees", _("Returnees")
    UNDOCUMENTED = "undocumented", _("Migrants without papers")
    SEASONAL = "seasonal", _("Seasonal workers")
    HOSTS = "hosts", _("Host communities")


class Group(TextChoices):
    """Groups that the action pays special attention to."""

    WOMEN = "women", _("Women and girls")
    CHILDREN = "children", _("Children and unaccompanied minors")
    YOUTH = "youth", _("Young people")
    OLDER = "older", _("Older persons")
    DISABILITY = "disability", _("Persons with disabilities")
    LGBTIQ = "lgbtiq", _("LGBTIQ+ persons")
    WORKERS = "workers", _("Migrant workers")
    STUDENTS = "students", _("International students")
    TRAFFICKING = "trafficking-survivors", _("Survivors of trafficking")
    DIASPORA = "diaspora", _("Diaspora")


class Crisis(TextChoices):
    """The crisis in which the action took place, if any."""

    HEALTH = "health", _("Health crisis")
    CONFLICT = "conflict", _("Conflict")
    DISASTER = "disaster", _("Disaster")
    CLIMATE = "climate", _("Climate change")
    OTHER = "other", _("Other crisis")
    NONE = "none", _("No crisis context")


class GovernmentLevel(TextChoices):
    """Levels of government that take part."""

    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood or district")
    LOCAL = "local", _("Local")
    METROPOLITAN = "metropolitan", _("Metropolitan")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    INTERNATIONAL = "international", _("International")


class Funding(TextChoices):
    """Where the money comes from."""

    OWN = "own", _("Own budget of the local or regional government")
    NATIONAL = "national", _("National government")
    EU = "eu", _("European Union")
    UN = "un", _("United Nations")
    BILATERAL = "bilateral", _("Bilateral cooperation")
    DEVELOPMENT_BANK = "development-bank", _("Development bank")
    CITY_FUND = "city-fund", _("City network or dedicated city fund")
    PHILANTHROPY = "philanthropy", _("Foundation or philanthropy")
    PRIVATE = "private", _("Private sector")
    COMMUNITY = "community", _("Community contributions or volunteering")
    NONE = "none", _("No specific funding")


class Offer(TextChoices):
    """What the LRG offers to other cities."""

    PEER_VISIT = "peer-visit", _("Peer visit")
    DOCUMENTS = "documents", _("Documents")
    MENTORING = "mentoring", _("Mentoring")


class Seek(TextChoices):
    """What the LRG is looking for."""

    FUNDING = "funding", _("Funding")
    EXPERTISE = "expertise", _("Expertise")
    PARTNERS = "partners", _("Partners")


class Vocabulary(TextChoices):
    """The closed lists of which an action may choose several values (``models.PracticeTerm``)."""

    POPULATION = "population", _("Population")
    GROUP = "group", _("Groups")
    CRISIS = "crisis", _("Crisis context")
    LEVEL = "level", _("Levels of government")
    FUNDING = "funding", _("Funding sources")
    OFFER = "offer", _("Offers")
    SEEK = "seek", _("Seeks")

    @property
    def terms(self):
        """The values of this list."""
        return TERMS[self]


TERMS = {
    Vocabulary.POPULATION: Population,
    Vocabulary.GROUP: Group,
    Vocabulary.CRISIS: Crisis,
    Vocabulary.LEVEL: GovernmentLevel,
    Vocabulary.FUNDING: Funding,
    Vocabulary.OFFER: Offer,
    Vocabulary.SEEK: Seek,
}


class PartnerRole(TextChoices):
    """What a partner does in the action."""

    IMPLEMENTER = "implementer", _("Implementing partner")
    FUNDER = "funder", _("Funder")
    TECHNICAL = "technical", _("Technical partner")
    CIVIL_SOCIETY = "civil-society", _("Civil society")
    MIGRANT_LED = "migrant-led", _("Migrant- or refugee-led organization")
    ACADEMIA = "academia", _("Academia")
    UN = "un", _("United Nations")
    PRIVATE = "private", _("Private sector")


class ContactRole(TextChoices):
    """Why a contact is recorded."""

    CONTACT = "contact", _("Contact")
    FOCAL_POINT = "focal-point", _("Focal point of the implementing body")


class ParticipationScale(TextChoices):
    """How far migrants, refugees and hosts take part in design and delivery (after Arnstein's ladder, shortened)."""

    NONE = "none", _("Not yet")
    INFORMED = "informed", _("Informed")
    CONSULTED = "consulted", _("Consulted")
    CO_DESIGN = "co-design", _("Design it together with the government")
    CO_DELIVERY = "co-delivery", _("Design and deliver it together with the government")
    LED = "led", _("Lead it")


class Unit(TextChoices):
    """What a figure of people reached counts."""

    PERSONS = "persons", _("persons")
    HOUSEHOLDS = "households", _("households")
    CARDS = "cards", _("cards or documents issued")
    VISITS = "visits", _("visits or consultations")
    PLACES = "places", _("places")
    ORGANISATIONS = "organisations", _("organisations")


class BudgetRange(TextChoices):
    """Order of magnitude of the whole cost, in US dollars."""

    UNKNOWN = "unknown", _("Not yet known")
    UNDER_10K = "under-10k", _("Under 10,000 USD")
    UNDER_100K = "under-100k", _("10,000 to 100,000 USD")
    UNDER_1M = "under-1m", _("100,000 to 1 million USD")
    OVER_1M = "over-1m", _("Over 1 million USD")


class Evaluation(TextChoices):
    """Whether somebody has looked at the results."""

    NONE = "none", _("Not evaluated")
    INTERNAL = "internal", _("Internal evaluation")
    EXTERNAL = "external", _("External evaluation")
    USERS = "users", _("Users' opinion")


class EvidenceLevel(TextChoices):
    """What the secretariat found behind the results."""

    SELF_REPORTED = "self-reported", _("Self-reported")
    DOCUMENTED = "documented", _("Documented")
    EVALUATED = "evaluated", _("Evaluated")


class Replicability(TextChoices):
    """Whether another town could do the same."""

    AS_IS = "as-is", _("As it is")
    ADAPTED = "adapted", _("With changes")
    NO = "no", _("Hardly, it depends on this place")


class Origin(TextChoices):
    """How the action came to the portal."""

    SUBMISSION = "submission", _("Submitted by the local government")
    CALL = "call", _("Call to local action")
    EVENT = "event", _("Mentioned in an event")
    IMPORT = "import", _("Imported")
    SYNTHETIC = "synthetic", _("Synthetic, for development")


class Licence(TextChoices):
    """Under which licence the texts may be reused."""

    CC_BY = "CC-BY-4.0", "Creative Commons Attribution 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "Creative Commons Attribution-NonCommercial 4.0"


class TextState(TextChoices):
    """State of an action's texts in one language."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    HUMAN = "human", _("Reviewed")
    MACHINE = "machine", _("Machine translation")
    OUTDATED = "outdated", _("Outdated")


#: States in which a text is public; a draft translation is an unpublished word.
PUBLIC_TEXT_STATES = (TextState.HUMAN, TextState.MACHINE, TextState.OUTDATED)


class DocumentKind(TextChoices):
    """What a linked or attached document is."""

    DOCUMENT = "document", _("Document")
    VIDEO = "video", _("Video")
    SITE = "site", _("Website")
    EVALUATION = "evaluation", _("Evaluation report")


class CommitmentType(TextChoices):
    """What is promised."""

    FINANCIAL = "financial", _("Financial")
    PEOPLE = "people", pgettext_lazy("type of commitment", "People")
    PROCESS = "process", _("Process")
    POLICY = "policy", _("Policy")


class CommitmentMode(TextChoices):
    """Whether others promise with the LRG."""

    SINGLE = "single", _("Of one government")
    JOINT = "joint", _("Joint")
    MATCHING = "matching", _("Matching")


class CommitmentStatus(TextChoices):
    """How far a promise is kept."""

    PLANNING = "planning", _("Planning")
    IN_PROGRESS = "in-progress", _("In progress")
    FULFILLED = "fulfilled", _("Fulfilled")


#: An action in one of these states goes on until its end is known.
OPEN_ENDED = (ImplementationStatus.PILOT, ImplementationStatus.ONGOING, ImplementationStatus.MAINSTREAMED)


class RemarkKind(TextChoices):
    """Whether a remark must be met before publication."""

    REQUIRED = "required", _("Required change")
    SUGGESTION = "suggestion", _("Suggestion")


class Judgement(TextChoices):
    """How far one criterion of the rubric is met."""

    YES = "yes", pgettext_lazy("criterion", "Yes")
    PARTLY = "partly", pgettext_lazy("criterion", "Partly")
    NO = "no", pgettext_lazy("criterion", "No")
