"""Phrases about agendas that several pages say."""

from django.utils.translation import ngettext_lazy

from .models import Objective

Level = Objective.Level
COUNTED = {
    Level.OBJECTIVE: ngettext_lazy("%(number)d objective", "%(number)d objectives", "number"),
    Level.PRINCIPLE: ngettext_lazy("%(number)d principle", "%(number)d principles", "number"),
    Level.ARRANGEMENT: ngettext_lazy(
        "%(number)d arrangement for burden- and responsibility-sharing",
        "%(number)d arrangements for burden- and responsibility-sharing",
        "number",
    ),
    Level.AREA: ngettext_lazy("%(number)d area in need of support", "%(number)d areas in need of support", "number"),
    Level.GOAL: ngettext_lazy("%(number)d goal", "%(number)d goals", "number"),
    Level.TARGET: ngettext_lazy("%(number)d target", "%(number)d targets", "number"),
    Level.COMMITMENT: ngettext_lazy("%(number)d commitment", "%(number)d commitments", "number"),
    Level.PRIORITY: ngettext_lazy("%(number)d priority", "%(number)d priorities", "number"),
}


def counted(counts):
    """Return "23 objectives", "10 principles" … for ``counts`` (level → number), in the order of the levels."""
    return [str(phrase % {"number": counts[level]}) for level, phrase in COUNTED.items() if counts.get(level)]
