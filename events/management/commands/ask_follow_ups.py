"""Asks local governments what an event will change, and 6 and 12 months later how far it is. Daily, by cron."""

from django.core.management.base import BaseCommand, CommandError

from events import actions


class Command(BaseCommand):
    """Repeating is safe: each question is put once, and repeated once a month later while nobody has answered."""

    help = __doc__

    def handle(self, *args, verbosity, **options):
        """Write the notices."""
        asked, failed = actions.ask_follow_ups()
        if verbosity:
            self.stdout.write(f"{asked} local governments asked.")
        if failed:
            raise CommandError(f"{failed} questions were left out; the log says why.")
