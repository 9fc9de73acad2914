"""Asks officers whether published actions are still current, and reminds them of dormant drafts. Daily, by cron."""

from django.core.management.base import BaseCommand, CommandError

from practices import reminders


class Command(BaseCommand):
    """Repeating is safe: nobody is asked the same thing again within 60 days."""

    help = __doc__

    def handle(self, *args, verbosity, **options):
        """Write the notices."""
        asked, not_asked = reminders.ask_to_confirm()
        reminded, not_reminded = reminders.remind_of_drafts()
        if verbosity:
            self.stdout.write(f"Asked about {asked} published actions, reminded of {reminded} drafts.")
        if failed := not_asked + not_reminded:
            raise CommandError(f"{failed} actions were left out; the log says why.")
