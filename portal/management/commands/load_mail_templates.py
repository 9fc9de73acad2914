"""Enters the texts of mails, so that administrators can reword them in the admin."""

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.accounts import letters
from portal.shared.fixtures import Loader


class Command(BaseCommand):
    """Creates what is missing; what people changed is kept and reported. Repeating is safe."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare the one option."""
        parser.add_argument(
            "--overwrite", action="store_true", help="Put the files' texts back over what people changed."
        )

    @transaction.atomic
    def handle(self, *args, overwrite, verbosity, **options):
        """Load every kind in every language."""
        loader = Loader(overwrite=overwrite)
        letters.load(loader)
        if verbosity:
            for line in loader.report.lines():
                self.stdout.write(line)
