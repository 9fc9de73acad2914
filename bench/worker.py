"""A process that publishes and archives synthetic actions as it is told, for goals 12 and 13.

It reads lines: the number of seconds to go on, or 0 for one step. It answers each with a line of JSON: steps done,
lock errors, whether its action is public now. Started as ``python -m bench.worker <code>``.
"""

import json
import sys
import time

import django
from django.db import OperationalError

if __name__ == "__main__":
    django.setup()

from portal.accounts.models import Role, User
from practices import actions
from practices.models import Practice

EDITOR = "bench@example.org"


def main(code):
    """Do as the lines say."""
    editor, _is_new = User.objects.get_or_create(email=EDITOR, defaults={"name": "Bench", "role": Role.EDITOR})
    practice = Practice.objects.get(code=code)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        end, steps, errors = time.monotonic() + float(line), 0, 0
        while True:
            try:
                practice = _step(practice, editor)
                steps += 1
            except OperationalError as error:
                if "locked" not in str(error):
                    raise
                errors += 1
            if time.monotonic() >= end:
                break
        print(json.dumps({"steps": steps, "errors": errors, "is_public": practice.status == "published"}), flush=True)


def _step(practice, editor):
    if practice.status == "published":
        return actions.archive(practice=practice, by=editor, reason="Benchmark")
    return actions.restore(practice=practice, by=editor, reason="Benchmark")


if __name__ == "__main__":
    main(sys.argv[1])
