"""The question about objectives: those of every agenda in one board, each ticked one with a line that says why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compacts.models import Objective
from portal.shared.text import clean

from ..models import Tag
from .answers import Answer

#: Most objectives of the GCM that one action names: more would say nothing.
MOST_GCM = 5
#: Groups of the board: name, agenda, levels, heading, what to choose. The first is open.
GROUPS = (
    (
        "gcm",
        "gcm",
        ("objective",),
        gettext_lazy("Objectives of the Global Compact for Migration"),
        gettext_lazy("Up to five. Mark the one that fits best as the primary objective."),
    ),
    (
        "gcr",
        "gcr",
        ("objective", "area", "arrangement"),
        gettext_lazy("Objectives and areas of the Global Compact on Refugees"),
        gettext_lazy("For actions with refugees and their hosts."),
    ),
    (
        "sdg",
        "sdg",
        ("goal", "target"),
        gettext_lazy("Sustainable Development Goals and targets"),
        gettext_lazy("At least one goal. Open a goal to choose its targets."),
    ),
    (
        "principles",
        "gcm",
        ("principle",),
        gettext_lazy("Guiding principles of the Global Compact for Migration"),
        "",
    ),
    ("lmp", "lmp", ("principle",), gettext_lazy("Principles of the Lampedusa Charter"), ""),
)
#: Groups in which each ticked objective is asked for its reason.
WITH_REASON = ("gcm", "gcr")
LONGEST_WHY = Tag._meta.get_field("why").max_length


class Tags(Answer):
    """Which objectives the action serves; a plain answer is {code: [is primary, why]}."""

    has_rows = True
    template = "workspace/_tags.html"

    @property
    def label(self):
        """What is asked."""
        return _("Objectives")

    def stored(self, data, language):
        """Return the tags by code."""
        return {
            row["objective"]: [bool(row.get("is_primary")), (row.get("why") or {}).get(language, "")]
            for row in data.get("tags") or []
        }

    def data(self, answer, data, language):
        """Return the rows; reasons in other languages stay."""
        before = {row["objective"]: row for row in data.get("tags") or []}
        rows = []
        for code, (is_primary, why) in answer.items():
            reasons = {**(before.get(code, {}).get("why") or {}), language: why}
            rows.append({"objective": code, "is_primary": is_primary, "why": reasons})
        return {"tags": rows}


@dataclass
class Choice:
    """One objective on the board."""

    objective: Objective
    is_chosen: bool
    is_primary: bool
    why: str
    children: list
    error: str = ""

    @property
    def id(self):
        """The id of its box."""
        return f"id_tag-{self.objective.code}"

    @property
    def has_chosen_below(self):
        """Whether something below it is ticked."""
        return any(child.is_chosen or child.has_chosen_below for child in self.children)


class TagBoard:
    """The question with what is chosen: from the record, or from what was posted."""

    #: Groups whose ticked objectives are asked for a reason, and the one that has a primary objective.
    with_reason, with_primary = WITH_REASON, "gcm"
    most_gcm = MOST_GCM
    #: Groups that are open before anything is ticked.
    opened = ("gcm", "sdg")

    def __init__(self, answer, form, posted=None):
        self.answer, self.form, self.language = answer, form, form.language
        self.stored = form.stored[answer.name]
        objectives = Objective.objects.for_labels().exclude(agenda__code="mmd")
        self.objectives = {objective.code: objective for objective in objectives}
        self.chosen = dict(self.stored) if posted is None else self._read(posted)
        self.errors = {}
        if posted is not None:
            self._check()

    @property
    def template(self):
        """What shows it."""
        return self.answer.template

    def _read(self, posted):
        """Return what was posted; tags that the board does not offer stay as they are."""
        offered = {code for code, objective in self.objectives.items() if group_of(objective)}
        primary = posted.get("primary", "")
        chosen = {code: value for code, value in self.stored.items() if code not in offered}
        for code in posted.getlist("tag"):
            if code in offered:
                before = self.stored.get(code, [False, ""])[1]
                why = clean(posted.get(f"why-{code}", before)).strip()
                chosen[code] = [code == primary, why]
        return chosen

    def _check(self):
        for code, (_is_primary, why) in self.chosen.items():
            if len(why) > LONGEST_WHY:
                self.errors[code] = _("Shorten this text to %(number)d characters.") % {"number": LONGEST_WHY}
        many = [code for code in self.chosen if (found := self.objectives.get(code)) and group_of(found) == "gcm"]
        if self.most_gcm and len(many) > self.most_gcm:
            self.errors["gcm"] = _("Choose at most five objectives of the GCM: they say what the action is about.")

    @property
    def is_valid(self):
        """Whether it can be kept."""
        return not self.errors

    def typed(self):
        """Return the plain answer."""
        return dict(self.chosen)

    def problems(self):
        """Return the lines of the error summary."""
        return [
            {"text": text, "url": f"#id_why-{code}" if code != "gcm" else "#gcm"} for code, text in self.errors.items()
        ]

    def groups(self):
        """Return the groups with their objectives, for the template."""
        shown = []
        for name, agenda, levels, heading, hint in GROUPS:
            nodes = [one for one in self.objectives.values() if one.agenda.code == agenda and one.level in levels]
            choices = self._branch(nodes, None, {node.pk for node in nodes})
            number = sum(node.code in self.chosen for node in nodes)
            shown.append(
                {
                    "name": name,
                    "heading": heading,
                    "hint": hint,
                    "choices": choices,
                    "number": number,
                    "is_open": bool(number) or name in self.opened,
                    "has_reasons": name in self.with_reason,
                    "has_primary": name == self.with_primary,
                    "error": self.errors.get(name, ""),
                }
            )
        return shown

    def _branch(self, nodes, parent, within):
        below = [one for one in nodes if one.parent_id == parent or (parent is None and one.parent_id not in within)]
        return [self._choice(one, self._branch(nodes, one.pk, within)) for one in below]

    def _choice(self, objective, children):
        is_primary, why = self.chosen.get(objective.code, (False, ""))
        is_chosen = objective.code in self.chosen
        error = self.errors.get(objective.code, "")
        return Choice(objective, is_chosen, is_primary, why, children, error)


Tags.control = TagBoard


def group_of(objective):
    """Return the name of the group that offers ``objective``, or the empty string."""
    return next(
        (name for name, agenda, levels, *_ in GROUPS if objective.agenda.code == agenda and objective.level in levels),
        "",
    )
