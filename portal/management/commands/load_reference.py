"""Loads the facts that the portal stands on: agendas, countries, regions, sections."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from compacts import loading as agendas
from portal.directory import loading as directory
from portal.shared.fixtures import FixtureError, Loader
from practices.search import changes


class Command(BaseCommand):
    """Creates what is missing by code; what people changed is kept and reported."""

    help = "Load agendas, objectives, linkages, themes, forums, countries, regions and sections. Repeating is safe."

    def add_arguments(self, parser):
        """Declare the one option."""
        parser.add_argument(
            "--overwrite", action="store_true", help="Put the fixtures' values back over what people changed."
        )

    def handle(self, *args, overwrite, verbosity, **options):
        """Load both rooms or nothing."""
        loader = Loader(overwrite=overwrite)
        try:
            with transaction.atomic():
                agendas.load(settings.BASE_DIR / "fixtures" / "compacts", loader)
                directory.load(settings.BASE_DIR / "fixtures" / "directory", loader)
                if loader.report.created or loader.report.overwritten:
                    changes.record_rebuild()
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if verbosity:
            for line in loader.report.lines():
                self.stdout.write(line)
