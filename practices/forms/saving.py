"""How a page of the form is saved: everything that can be kept is kept, and nobody's words are overwritten."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from portal.shared.errors import Conflict

from .page import RecordForm, mark

#: How often a save is tried again when a colleague saves at the same moment, or an answer is refused.
ATTEMPTS = 5


@dataclass
class Outcome:
    """What became of a page: the record, the form with what could not be kept, answers that two people changed."""

    record: object
    form: RecordForm
    written: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)  # names of the answers
    colleague: object = None  # who saved meanwhile, and when
    saved_at: object = None

    @property
    def practice(self):
        """The record, where it is an action."""
        return self.record

    @property
    def is_whole(self):
        """Whether everything on the page is kept."""
        return not self.conflicts and self.form.is_whole


def save(form, *, by):
    """Write what was changed on a page and can be kept.

    An answer that a colleague changed as well is not written: it is in ``conflicts``. Once the person has seen both
    texts, ``choice-<field>`` (mine, theirs) decides. Raises NotAllowed and WrongState.
    """
    outcome = Outcome(form.record, form)
    typed = form.typed()
    changed = {name: answer for name, answer in typed.items() if mark(answer) != form.base[name]}
    refused = set()
    for _attempt in range(ATTEMPTS):
        wanted = _wanted(form, changed, refused, outcome)
        if not wanted:
            break
        data = {}
        for name, answer in wanted.items():
            data |= form.controls[name].answer.data(answer, form.content, form.language)
        try:
            outcome.record = form.update(by, data)
        except Conflict:
            form.reload()
        except ValidationError as error:
            refused |= _refuse(form, error, wanted)
        else:
            outcome.written = list(wanted)
            form.reload()
            break
    form.base |= {name: mark(form.stored[name]) for name in outcome.written}
    return outcome


def _wanted(form, changed, refused, outcome):
    """Return the answers to write; those that a colleague changed too are noted as conflicts."""
    wanted, outcome.conflicts = {}, []
    for name, answer in changed.items():
        now = mark(form.stored[name])
        if name in refused or now == mark(answer):
            continue
        if now != form.base[name]:
            outcome.conflicts.append(name)
        elif form.posted.get(f"choice-{name}") != "theirs":
            wanted[name] = answer
    if outcome.conflicts and not outcome.saved_at:
        outcome.colleague, outcome.saved_at = form.record.updated_by, form.record.updated_at
    return wanted


def _refuse(form, error, wanted):
    """Show what the record refused beside its questions, and return their names."""
    errors = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    form.refuse(errors)
    return {name for name in wanted if {name, *_columns(form, name)} & set(errors)} or set(wanted)


def _columns(form, name):
    answer = form.controls[name].answer
    return {getattr(answer, "precision", name), f"{name}_{form.language}"}
