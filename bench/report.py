"""What a benchmark says: lines of one table, and answers that must be the same on both sides."""

import datetime
import os
import platform
import sqlite3
from dataclasses import dataclass

import django


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    goal: str
    what: str
    ratio: str
    figures: str = ""
    target: str = ""
    is_met: bool | None = None
    load: str = ""


class DifferentAnswersError(AssertionError):
    """Both sides gave different answers: a faster wrong answer is none."""


def same(ours, other, what):
    """Refuse to time two sides that answer differently."""
    if ours == other:
        return
    if isinstance(ours, dict) and isinstance(other, dict):
        keys = [key for key in {**ours, **other} if ours.get(key) != other.get(key)]
        ours, other = ({key: side.get(key) for key in keys[:5]} for side in (ours, other))
    raise DifferentAnswersError(f"{what}: {str(ours)[:600]} against {str(other)[:600]}")


def within(goal, what, pair, most):
    """Return the line of a goal "at most ``most`` times the other side's time"."""
    ratio = pair.ours.median / pair.other.median
    return _line(goal, what, pair, f"{_short(ratio)} times", target=f"≤ {most} times", is_met=ratio <= most)


def faster(goal, what, pair, least=None):
    """Return the line of a goal "at least ``least`` times faster"; without ``least`` for comparison only."""
    ratio = pair.other.median / pair.ours.median
    shown = f"{_short(ratio)} times faster"
    if least is None:
        return _line(goal, what, pair, shown, target="", is_met=None)
    return _line(goal, what, pair, shown, target=f"≥ {least} times faster", is_met=ratio >= least)


def within_rate(goal, what, pair, least):
    """Return the line of a goal "at least ``least`` of the other side's rate"."""
    ratio = pair.other.median / pair.ours.median
    return _line(goal, what, pair, f"{_short(ratio)} of the rate", target=f"≥ {least}", is_met=ratio >= least)


def fact(goal, what, shown, *, target="", is_met=None, figures=""):
    """Return the line of something that is counted, not timed."""
    return Line(goal, what, shown, figures, target, is_met, load())


def missing(goal, package):
    """Return the line of a peer that is not installed."""
    return Line(goal, f"not measured: {package} is not installed (extra `bench`)", "")


def _line(goal, what, pair, ratio, *, target, is_met):
    figures = f"{_side(pair.ours)} : {_side(pair.other)}"
    return Line(goal, what, ratio if pair.is_steady else f"{ratio} (unsteady)", figures, target, is_met, load())


def _side(series):
    return f"{_time(series.median)} ({_time(series.best)})"


def _time(seconds):
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"


def _short(number):
    return f"{number:,.0f}" if number >= 20 else f"{number:.1f}" if number >= 2 else f"{number:.2f}"


def load():
    """Return how many processes wanted the machine in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


HEAD = ("goal", "what", "ratio", "ours : other, median (minimum)", "goal is", "met", "load")


def table(lines):
    """Return the lines as a Markdown table."""
    met = {True: "yes", False: "**no**", None: ""}
    rows = [
        (line.goal, line.what, line.ratio, line.figures, line.target, met[line.is_met], line.load) for line in lines
    ]
    widths = [max(len(str(row[column])) for row in (HEAD, *rows)) for column in range(len(HEAD))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (HEAD, ["-" * width for width in widths], *rows)
    ]
    return "\n".join(shown)


def page(size, lines):
    """Return the whole report of one size."""
    return "\n".join(
        [
            f"# {size:,} actions, {datetime.date.today():%Y-%m-%d}",
            "",
            f"Python {platform.python_version()}, Django {django.__version__}, SQLite {sqlite3.sqlite_version}, "
            f"{os.cpu_count()} cores. Load: processes that wanted a core in the last minute, these included.",
            "The goals are set for 100,000 actions unless they name a size; see docs/performance.md.",
            "",
            table(lines),
            "",
        ]
    )
