"""Takes names, addresses and needs from registrations a year after their event. Daily, by cron."""

from django.core.management.base import BaseCommand, CommandError

from events import actions


class Command(BaseCommand):
    """Repeating is safe: what can be counted stays, and is never touched again."""

    help = __doc__

    def handle(self, *args, verbosity, **options):
        """Forget."""
        done, failed = actions.anonymise_due()
        if verbosity:
            self.stdout.write(f"{done} registrations made anonymous.")
        if failed:
            raise CommandError(f"{failed} events were left out; the log says why.")
