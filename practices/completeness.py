"""What a submission needs (the fields marked S in domain.md), as one table."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from portal.shared import languages

from .enums import ImplementationStatus, Kind, Vocabulary
from .models import WORD_TARGETS

#: A text may be longer than its target by this factor before the submission is refused.
TOLERANCE = 1.5

_WRITE = _("Write this text in the original language.")


def _text(practice, field):
    return _text_of(practice, field, practice)


def _text_of(row, field, practice):
    return (getattr(row, languages.column(field, practice.original_language)) or "").strip()


def _has_text(field):
    return lambda practice: bool(_text(practice, field))


def _has_text_unless_planned(field):
    return lambda practice: (
        practice.implementation_status == ImplementationStatus.PLANNED or bool(_text(practice, field))
    )


def _is_short(field):
    return lambda practice: len(_text(practice, field).split()) <= WORD_TARGETS[field] * TOLERANCE


def image_needs(image, practice):
    """Return what a submission still needs of one picture: field → message for the officer."""
    needs = {}
    if not _text_of(image, "alt_text", practice):
        needs["alt_text"] = _("Say what the picture shows.")
    if not image.has_consent:
        needs["has_consent"] = _("Confirm that the persons shown have agreed, or that nobody can be recognised.")
    return needs


def _has_compact_objective(practice):
    objectives = [tag.objective for tag in practice.tags.all()]
    return any(one.agenda.kind == "compact" and one.level != "principle" for one in objectives)


def _has_few_gcm_objectives(practice):
    objectives = [tag.objective for tag in practice.tags.all()]
    return sum(one.agenda.code == "gcm" and one.level == "objective" for one in objectives) <= 5


#: What the rules of needed answers read, to be loaded for many actions at once.
PARTS = ("contacts", "terms", "themes", "tags__objective__agenda")
#: Answers that a submission needs: field, what must hold, what to tell the officer when it does not.
NEEDED = (
    *((field, _has_text(field), _WRITE) for field in ("title", "summary", "context", "activities")),
    *((field, _has_text_unless_planned(field), _WRITE) for field in ("results", "lessons")),
    ("starts_on", lambda p: p.starts_on, _("Say when it started, even if you only know the year.")),
    ("implementation_status", lambda p: p.implementation_status, _("Say how far it is.")),
    ("contacts", lambda p: bool(p.contacts.all()), _("Name a contact; it stays private unless you decide otherwise.")),
    (
        "population",
        lambda p: any(term.vocabulary == Vocabulary.POPULATION for term in p.terms.all()),
        _("Choose whom the action serves."),
    ),
    ("themes", lambda p: bool(p.themes.all()), _("Choose at least one theme.")),
    ("gcm", _has_compact_objective, _("Choose at least one objective of the GCM or of the GCR.")),
    (
        "sdg",
        lambda p: any(tag.objective.agenda.code == "sdg" for tag in p.tags.all()),
        _("Choose at least one Sustainable Development Goal."),
    ),
    (
        "commitment",
        lambda p: p.kind != Kind.COMMITMENT or hasattr(p, "commitment"),
        _("Say what is promised."),
    ),
    ("consent", lambda p: p.consented_at, _("Agree to the publication.")),
    (
        "is_data_protection_confirmed",
        lambda p: p.is_data_protection_confirmed,
        _("Confirm that the texts hold no data of participants."),
    ),
)
#: What must hold for answers that are there, in the same form.
LIMITS = (
    *((field, _is_short(field), _("Shorten this text to about %d words.") % n) for field, n in WORD_TARGETS.items()),
    ("gcm", _has_few_gcm_objectives, _("Choose at most five objectives of the GCM.")),
    (
        "images",
        lambda p: not any(image_needs(image, p) for image in p.images.all()),
        _("Describe each image, and confirm that the persons shown have agreed."),
    ),
    (
        "remarks",
        lambda p: not p.remarks.open().exists(),
        _("Answer each required change, or mark it as done."),
    ),
)
RULES = NEEDED + LIMITS


def missing(practice):
    """Return what ``practice`` still needs before it can be submitted: field → message for the officer."""
    prefetch_related_objects([practice], *PARTS)
    problems = {}
    for field, is_met, message in RULES:
        if not is_met(practice):
            problems.setdefault(field, message)
    return problems


def share(practice):
    """Return how much of what a submission needs is there, in percent; reads no more than ``PARTS``."""
    met = sum(bool(is_met(practice)) for _field, is_met, _message in NEEDED)
    return 100 * met // len(NEEDED)
