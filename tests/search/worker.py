"""A process of the portal for the tests of several: it publishes, answers requests and rebuilds as it is told.

It reads lines of JSON, ``[name, arguments]``, and answers each with one. A rebuild says after each step how far it is,
and waits for a line.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from django.db import transaction
from django.test import Client

from portal.accounts.models import Role, User
from practices import actions, search
from practices.models import Practice, SearchRebuild
from practices.search import rebuild, store
from tests.factories.practices import published


def editor():
    """Return who archives and restores, in every process the same person."""
    return User.objects.get_or_create(email="worker@example.org", defaults={"name": "Worker", "role": Role.EDITOR})[0]


def publish(**data):
    """Bring an action to the public; returns its key."""
    return published(**data).pk


def archive(pk):
    """Take an action out of the public."""
    actions.archive(practice=Practice.objects.get(pk=pk), by=editor(), reason="Over.")


def restore(pk):
    """Bring an archived action back."""
    actions.restore(practice=Practice.objects.get(pk=pk), by=editor(), reason="Still true.")


@transaction.atomic
def change(pk, summary):
    """Give a public action another summary."""
    Practice.objects.filter(pk=pk).update(summary_en=summary)
    search.index(Practice.objects.get(pk=pk))


def get(path):
    """Answer a request; returns status and body."""
    answer = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False).get(path)
    return answer.status_code, b"".join(answer).decode()


def renew():
    """Rebuild in small steps."""
    rebuild.BATCH = rebuild.INDEX_BATCH = 4

    def progress(done, total):
        say({"done": done, "total": total})
        sys.stdin.readline()

    return rebuild.run(progress=progress)


def unfinished():
    """Return the rebuilds that did not come to their end: key → the last action done."""
    return dict(SearchRebuild.objects.filter(finished_at=None).values_list("pk", "reached"))


def lose_index():
    """Take the database's own index away, as a broken disk would."""
    store.destroy()


def check():
    """Return what differs between record, texts and index."""
    return rebuild.check()


def say(answer):
    """Write one line."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


COMMANDS = {
    command.__name__: command
    for command in (publish, archive, restore, change, get, renew, unfinished, lose_index, check)
}

if __name__ == "__main__":
    say("ready")
    for line in sys.stdin:
        name, arguments = json.loads(line)
        say(COMMANDS[name](**arguments))
