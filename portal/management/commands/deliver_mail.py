"""Sends what lies in the outbox: in a loop beside the web server, or once for cron."""

import os
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from portal.accounts import outbox

#: Between two looks at whether to stop, in seconds.
BLINK = 1
#: A server that cannot be reached is tried again after pauses that double up to this, in seconds.
LONGEST_PAUSE = 600
PURGE_EVERY = 3600


class Command(BaseCommand):
    """Several may run at the same time: each mail is sent by one of them. Old mails are deleted on the way."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare how often, and when to stop."""
        parser.add_argument("--every", type=float, default=20, metavar="SECONDS", help="Look again after this time.")
        parser.add_argument("--once", action="store_true", help="Send what is due and stop (for cron).")
        parser.add_argument(
            "--parent", type=int, metavar="PID", help="Stop when this process has not started it, or is gone."
        )

    def handle(self, *args, every, once, parent, verbosity, **options):
        """Send until told to stop; the mail that is under way is finished first."""
        if once:
            self._round(verbosity)
            outbox.purge()
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _frame: self._ask_to_stop(stop, number))

        def should_stop():
            return stop.is_set() or (parent is not None and os.getppid() != parent)

        outages, purged_at = 0, 0
        while not should_stop():
            try:
                close_old_connections()
                is_there = self._round(verbosity, should_stop)
                if time.monotonic() - purged_at > PURGE_EVERY:
                    outbox.purge()
                    purged_at = time.monotonic()
            except Error as error:  # the database is away or being migrated: the mails are still in it
                self.stderr.write(f"The outbox cannot be read: {error}")
                is_there = False
            outages = 0 if is_there else outages + 1
            wake_at = time.monotonic() + min(every * 2 ** min(outages, 10), max(LONGEST_PAUSE, every))
            while time.monotonic() < wake_at and not should_stop():
                stop.wait(min(BLINK, every))

    def _round(self, verbosity, should_stop=lambda: False):
        """Send what is due; returns whether the mail server is there."""
        sent, refused, is_there = outbox.deliver_due(should_stop=should_stop)
        if verbosity and (sent or refused):
            self.stderr.write(f"Mail: {sent} sent, {refused} put off.")
        return is_there

    def _ask_to_stop(self, stop, number):
        """Stop after this mail; a second signal stops at once."""
        stop.set()
        signal.signal(number, signal.SIG_DFL)
