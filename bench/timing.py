"""Two sides in one run, alternating, so that what else the machine does hits both."""

import time
from dataclasses import dataclass
from statistics import median

#: Measurements of each side (the side that alternates gets twice as many).
RUNS = 9
#: A measurement lasts at least this long, in seconds; quick calls are repeated within it. Shorter ones tell more of the
#: machine's other work than of their own.
LEAST = 0.1
#: The two halves of one side may differ by this factor; otherwise the whole is measured again, at most this often.
SPREAD = 1.25
TRIES = 4


@dataclass(frozen=True)
class Series:
    """The time of one call, in seconds."""

    times: list

    @property
    def median(self):
        """The middle one."""
        return median(self.times)

    @property
    def best(self):
        """The shortest: what the machine can do when it is left alone."""
        return min(self.times)


@dataclass(frozen=True)
class Pair:
    """Both sides, and whether the machine was quiet enough to believe them."""

    ours: Series
    other: Series
    is_steady: bool = True


class Settings:
    """How patient the run is; a smoke run looks only whether everything works."""

    is_smoke = False


def alternate(ours, other):
    """Measure ``ours``, ``other``, ``ours`` again (callables without arguments) and return the ``Pair``."""
    for _ in range(1 if Settings.is_smoke else TRIES):
        first, between, again = measure(ours), measure(other), measure(ours)
        low, high = sorted((first.median, again.median))
        if high <= low * SPREAD:
            break
    return Pair(Series(first.times + again.times), between, is_steady=high <= low * SPREAD)


def measure(call):
    """Return the ``Series`` of ``call``; the first call warms up and is not counted."""
    first = _timed(call, 1)
    if Settings.is_smoke:
        return Series([first])
    times = max(1, round(LEAST / max(first, 1e-7)))
    return Series([_timed(call, times) for _ in range(RUNS)])


def _timed(call, times):
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times
