"""Makes the search index anew while the portal serves; an interrupted run goes on where it stopped."""

from django.core.management.base import BaseCommand, CommandError

from practices.search import rebuild

WIDTH = 40


class Command(BaseCommand):
    """Needed after an upgrade that changes what is searched, after a broken disk, and never otherwise."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare the two other ways to call it."""
        parser.add_argument("--check", action="store_true", help="Only compare; fails when something differs.")
        parser.add_argument("--restart", action="store_true", help="Begin again instead of going on.")

    def handle(self, *args, check, restart, verbosity, **options):
        """Rebuild or compare."""
        progress = self._show if verbosity and self.stdout.isatty() else lambda done, total: None
        if check:
            if problems := rebuild.check(progress=progress):
                raise CommandError("The search index needs rebuild_search: " + "; ".join(problems) + ".")
            self._say(verbosity, "Record, texts and index agree.")
            return
        try:
            changed = rebuild.run(restart=restart, progress=progress)
        except KeyboardInterrupt:
            raise CommandError("Interrupted; the next run goes on from here.") from None
        self._say(verbosity, f"The search index is new; the texts of {changed:,} actions have changed.")

    def _say(self, verbosity, message):
        if verbosity:
            self.stdout.write(message)

    def _show(self, done, total):
        filled = WIDTH * done // total if total else WIDTH
        end = "\n" if done >= total else ""
        self.stdout.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} of {total:,}", ending=end)
        self.stdout.flush()
