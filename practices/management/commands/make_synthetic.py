"""Adds N synthetic published actions, marked as such, in place of those of the last run; 0 removes them."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.models import Role, User
from practices import synthetic

MOST = 100_000


class Command(BaseCommand):
    """For development and benchmarks; the same N gives the same data."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare N."""
        parser.add_argument("number", type=int, help=f"how many, from 0 to {MOST:,}")

    def handle(self, *args, number, **options):
        """Replace the synthetic actions."""
        if not 0 <= number <= MOST:
            raise CommandError(f"N is a number from 0 to {MOST:,}.")
        if not number:
            self.stdout.write(f"{synthetic.remove():,} synthetic actions removed.")
            return
        author, _is_new = User.objects.get_or_create(
            email="synthetic@example.org", defaults={"name": "Synthetic data", "role": Role.MEMBER, "is_active": False}
        )
        synthetic.make(number, by=author, progress=self._show)
        self.stdout.write(f"\n{number:,} synthetic actions published.")

    def _show(self, done):
        self.stdout.write(f"\r{done:,}", ending="")
        self.stdout.flush()
