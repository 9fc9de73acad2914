"""``python -m bench [names] --sizes 1000,10000``: one table per size, printed and written to bench/results/.

Names are numbers of goals or of groups (facets, search, pages, exports, workers); without any, everything is measured.
Both sides' answers are compared before they are timed; a difference ends the run with an error.
"""

import argparse
import datetime
import os
import sys
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def main(arguments):
    """Measure what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="goals or groups")
    parser.add_argument("--sizes", default="1000,10000", help="numbers of actions, separated by commas")
    parser.add_argument("--smoke", action="store_true", help="every call once: does it work, are the answers the same?")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the tables")
    options = parser.parse_args(arguments)

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django  # noqa: PLC0415 — the settings come first

    django.setup()
    from . import exports, facets, pages, report, search, serving, timing, workers  # noqa: PLC0415

    timing.Settings.is_smoke = options.smoke
    groups = {module.__name__.partition(".")[2]: module for module in (facets, search, pages, exports, workers)}
    benchmarks = [
        (names, bench)
        for group, module in groups.items()
        for bench, goals in module.BENCHMARKS.items()
        if (names := {group, *goals}) and (not options.names or names & {*options.names})
    ]
    if not benchmarks:
        parser.error(f"nothing is called {' or '.join(options.names)}")
    for size in map(int, options.sizes.split(",")):
        lines, text = [], ""
        try:
            for line in (line for _names, bench in benchmarks for line in bench(size)):
                print(line.goal, line.what, line.ratio, line.figures, sep=" | ", file=sys.stderr, flush=True)
                lines.append(line)
                text = report.page(size, sorted(lines, key=lambda line: int(line.goal)))
                if not options.names:  # an hour's measuring is not lost with its end
                    options.results.mkdir(exist_ok=True)
                    path = options.results / f"{datetime.date.today():%Y-%m-%d}-{size}.md"
                    path.write_text(text, encoding="utf-8")
        finally:
            serving.stop()
        print(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
