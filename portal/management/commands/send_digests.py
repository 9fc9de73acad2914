"""Writes the daily mails: one per person, with the news that wait for it. Once a day, by cron."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import notices


class Command(BaseCommand):
    """Repeating on the same day is safe: nobody gets a second digest, and no news come twice."""

    help = __doc__

    def handle(self, *args, verbosity, **options):
        """Queue the digests."""
        queued, failed = notices.send_digests()
        if verbosity:
            self.stdout.write(f"Digests: {queued} queued.")
        if failed:
            raise CommandError(f"{failed} digests were not made; the log says why.")
