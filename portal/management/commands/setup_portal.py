"""Brings a checkout to a populated portal; what is done already is left alone."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from compacts.models import Agenda
from portal.accounts.models import User
from portal.shared.catalogues import compile_stale
from practices.models import Practice

from .load_demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    """Compiles catalogues, migrates, and loads reference and demo data into an empty database."""

    help = __doc__

    def add_arguments(self, parser):
        """Declare what `make run` asks for."""
        parser.add_argument("--announce", action="store_true", help="Only print the address and the demo accounts.")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, announce, port, verbosity, **options):
        """Do what is missing."""
        if announce:
            self._announce(port)
            return
        compile_stale(settings.BASE_DIR / "portal" / "locale")
        call_command("migrate", verbosity=0, interactive=False)
        if not Agenda.objects.exists():
            call_command("load_reference", verbosity=0)
            self.stdout.write("Reference data loaded.")
        call_command("load_mail_templates", verbosity=0)
        if settings.DEBUG and not Practice.objects.exists():
            call_command("load_demo", stdout=self.stdout)

    def _announce(self, port):
        self.stdout.write(f"\nLocal Action on Migration: http://127.0.0.1:{port}/\n")
        if settings.DEBUG and User.objects.filter(email=ACCOUNTS[0][0]).exists():
            self.stdout.write(f"Demo accounts for http://127.0.0.1:{port}/en/accounts/login/, password {PASSWORD}:")
            for email, _name, role, _lrg in ACCOUNTS:
                self.stdout.write(f"  {email:<28} {role.label}")
        self.stdout.write("Stop with Ctrl-C.\n")
