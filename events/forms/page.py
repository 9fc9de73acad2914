"""A page of questions about one series, event or publication: all its groups, or one of them."""

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from portal.shared.records import translated
from practices.forms.page import RecordForm

from .. import actions, completeness, record
from ..enums import EntryType, PublicationKind
from ..models import Event, Person, Publication
from . import names
from .answers import Name, SessionNumber

#: Names in a pasted list; more is a list of participants, which is imported.
MOST_PASTED = 200
#: Links to short lists whose records have a code.
TAGGED = ("themes", "objectives", "agendas", "forums", "round_tables")
_BESIDE = {"sessions": ("held_on",)}  # judged with the dates of the event once they are written


class EntryForm(RecordForm):
    """Questions about one series, event or publication; everybody of the secretariat saves in the same way."""

    together = (
        ("starts_on", "ends_on", "starts_time", "ends_time"),
        ("takes_registrations", "registration_url"),
        ("series", "number"),
    )

    def __init__(self, groups, entry, **options):
        self.groups, self.shape = groups, record.shape_of(entry)
        self.needed = frozenset(name for name, _rule, _text in completeness.NEEDED[EntryType(entry.type)])
        super().__init__([one for group in groups for one in group.answers], entry, **options)

    # What the form knows of its record

    def read_content(self, asked):
        """Return the plain data of the answers, and of the columns that belong to them."""
        asked = asked | {one.precision for one in self.answers if hasattr(one, "precision")}
        tagged = [name for name in TAGGED if name in asked]
        return self.shape.content(self.record, asked - {*tagged}) | _codes(self.record, tagged)

    def read_names(self, _asked):
        """Return (family, code) → shown name of everything that the answers name; a query for each family."""
        codes = {}
        for one in self.answers:
            rows = one.stored(self.content, self.language) if one.has_rows else [self.content]
            for name in [each for each in getattr(one, "answers", (one,)) if isinstance(each, Name)]:
                codes.setdefault(name.family, set()).update(
                    code for row in rows if (code := name.stored(row, self.language))
                )
        linked = [one for one in self.answers if isinstance(one, Name)]
        there = {one.name: getattr(self.record, one.name) for one in linked}
        found = {}
        for one in linked:
            if there[one.name] is not None:
                code = one.stored(self.content, self.language)
                found[one.family, code] = str(there[one.name])
                codes[one.family].discard(code)
        return found | names.known(codes)

    def read_again(self):
        """Return the record as it is stored now."""
        return for_form(type(self.record)).get(pk=self.record.pk)

    def problems_of_row(self, name, row, mark):
        """Return why a row could not be kept; sessions and people that the same save enters count as known."""
        spec = self.shape.rows[name]
        row = {key: value for key, value in row.items() if key not in (*spec.siblings, *_BESIDE.get(name, ()))}
        if str(row.get("person") or "").startswith(":"):
            if len(row["person"]) - 1 > Person._meta.get_field("name").max_length:
                return {"person": [_("This name is too long.")]}
            row["person"] = ""
            if "position_title" in translated(spec.model) and not any((row.get("position_title") or {}).values()):
                row["position_title"] = {self.language: "–"}  # somebody is named: the row is not empty
        found = spec.model.objects.filter(**{spec.owner: self.record.pk, "pk": mark}).first() if _is_key(mark) else None
        return self.shape.problems_of_row(self.record, name, row, found)

    def update(self, by, data):
        """Write plain data; returns the record."""
        return actions.update(entry=self.record, by=by, data=data, seen=self.record.revision)

    # What only several answers together make impossible

    def clean(self):
        """Refuse it beside the answer that is to be changed."""
        found = super().clean()
        if isinstance(self.record, Event):
            self._clean_event()
        elif isinstance(self.record, Publication):
            self._clean_publication()
        return found

    def _now(self, name):
        """Return an answer in its plain form: the one on the page, else the one of the record."""
        control = self.controls.get(name) if hasattr(self, "controls") else None
        one = next((one for one in self.answers if one.name == name), None)
        if one is None:
            return self.record_value(name)
        return one.typed(self.cleaned_data[name]) if control is not None and name in self.cleaned_data else ""

    def record_value(self, name):
        """Return what the record says where the page does not ask."""
        return self.shape.content(self.record, {name}).get(name) or ""

    def _say(self, name, message):
        if name in self.fields and name not in self.errors:
            self.add_error(name, message)

    def _clean_event(self):
        number, series = self._now("number"), self._now("series")
        if "number" in self.fields and number != "":
            if not series:
                self._say("number", _("Only an event of a series has a number."))
            elif Event.objects.filter(series__slug=series, number=number).exclude(pk=self.record.pk).exists():
                self._say("number", _("The series already has an event with this number."))
        starts = self.cleaned_data.get("starts_on")
        if "starts_time" in self.fields and self._now("starts_time") and (not starts or starts.precision != "day"):
            self._say("starts_time", _("A time of day needs a whole date."))
        if "registration_url" in self.fields and self._now("takes_registrations") and self._now("registration_url"):
            self._say("registration_url", _("People register here or elsewhere, not in both places."))

    def _clean_publication(self):
        number = self._now("number")
        if "number" not in self.fields or number == "":
            return
        if self._now("kind") != PublicationKind.NOTE:
            self._say("number", _("Only peer learning notes are numbered."))
        elif Publication.objects.filter(number=number).exclude(pk=self.record.pk).exists():
            text = _("There is already a peer learning note with this number. The next free number is %(number)d.")
            self._say("number", text % {"number": next_number()})

    def full_clean(self):
        """Check the page as a whole as well: rows that name a session which is not there."""
        super().full_clean()
        if self.is_bound and hasattr(self, "controls"):
            self._check_sessions()

    def _check_sessions(self):
        """Refuse to take away a session that other rows still name: they would go with it."""
        sessions = self.controls.get("sessions")
        if sessions is None or not all(row.is_valid() for row in sessions.filled):
            return
        there = {row.typed()["number"] for row in sessions.filled}
        for control in self.controls.values():
            inside = getattr(control.answer, "answers", ())
            if not any(isinstance(one, SessionNumber) for one in inside):
                continue
            for row in [row for row in control.filled if row.is_valid()]:
                number = row.typed()["session"]
                if number != "" and number not in there:
                    text = _("There is no session with the number %(number)d on this page.")
                    row.add_error("session", text % {"number": number})
                    there_text = _("%(place)s still name session %(number)d: choose another session there first.")
                    text = there_text % {"place": control.answer.label, "number": number}
                    kept = {one["number"] for one in self.stored["sessions"]}
                    if number in kept and text not in sessions.errors:
                        sessions.errors.append(text)


def _codes(record, tagged):
    """Return link → codes of the short lists that a record is tagged with, all of them in one query."""
    found = {name: [] for name in tagged}
    queries = []
    for name in tagged:
        rows = getattr(record, name).order_by().annotate(link=Value(name, output_field=CharField()))
        queries.append(rows.values_list("link", "code"))
    if queries:
        for name, code in queries[0].union(*queries[1:], all=True):
            found[name].append(code)
    return {name: sorted(codes) for name, codes in found.items()}


def _is_key(mark):
    return mark.isascii() and mark.isdigit() and len(mark) < 12


def for_form(model):
    """Return the records of one model with what a page of their form shows."""
    links = [name for name in ("series", "country", "host", "event", "text_of") if _has(model, name)]
    rows = model.objects.select_related("created_by", "updated_by", *links)
    lookups = [f"{name}__language_states" for name in ("series", "event") if name in links]
    return rows.prefetch_related("language_states", "terms", *lookups)


def _has(model, name):
    return any(field.name == name and field.many_to_one for field in model._meta.get_fields())


def next_number():
    """Return the number after the highest one that a peer learning note has."""
    numbers = Publication.objects.exclude(number=None).order_by("-number").values_list("number", flat=True)
    return (numbers.first() or 0) + 1


def expand(posted, groups, name):
    """Turn the list of names pasted beside the rows ``name`` into rows of what was posted, one for each line."""
    answer = next((one for group in groups for one in group.answers if one.name == name), None)
    if not getattr(answer, "may_paste", False):
        return
    lines = [" ".join(line.split()) for line in posted.get(f"{name}-paste", "").splitlines()]
    first, chosen = answer.pasted
    try:
        count = max(0, int(posted.get(f"{name}-rows", "0")))
    except ValueError:
        count = 0
    for line in list(dict.fromkeys(filter(None, lines)))[:MOST_PASTED]:
        posted[f"{name}-{count}-{first.name}"] = line
        for one in chosen:
            posted[f"{name}-{count}-{one.name}"] = posted.get(f"{name}-paste-{one.name}", "")
        count += 1
    posted[f"{name}-rows"] = str(count)
    posted[f"{name}-paste"] = ""
