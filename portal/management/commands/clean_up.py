"""Deletes what is not kept any longer: mails, notices, who was editing, drafts 30 days in the bin. Daily, by cron."""

from django.core.management.base import BaseCommand

from portal.accounts import notices, outbox
from portal.shared import presence
from practices import actions


class Command(BaseCommand):
    """Repeating is safe: what is due is deleted once, and nothing that was ever submitted is."""

    help = __doc__

    def handle(self, *args, verbosity, **options):
        """Delete what is due."""
        presence.purge()
        mails, told, drafts = outbox.purge(), notices.purge(), actions.empty_bin()
        if verbosity:
            self.stdout.write(f"Deleted: {mails} mails, {told} notices, {drafts} withdrawn drafts.")
