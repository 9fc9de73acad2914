"""Brings a checkout to a populated portal; what is done already is left alone."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from compacts.models import Agenda
from portal.accounts.models import Role, User
from portal.directory.demo import load_demo
from portal.shared.catalogues import compile_stale
from practices import demo
from practices.models import Practice

#: Accounts of the demo, on a computer of one's own only: address, name, role.
DEMO_ACCOUNTS = (
    ("administrator@example.org", "Ada Administrator", Role.ADMINISTRATOR),
    ("editor@example.org", "Edith Editor", Role.EDITOR),
    ("second.editor@example.org", "Samir Second", Role.EDITOR),
    ("reviewer@example.org", "Rosa Reviewer", Role.REVIEWER),
)
DEMO_PASSWORD = "local-action-demo"  # noqa: S105 — printed on purpose, refused outside of development


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
        if settings.DEBUG and not Practice.objects.exists():
            self.stdout.write(f"{self._load_demo()} demo actions published.")

    def _load_demo(self):
        people = {}
        for email, name, role in DEMO_ACCOUNTS:
            people[email] = User.objects.filter(email=email).first() or User.objects.create_user(
                email, DEMO_PASSWORD, name=name, role=role
            )
        author, publisher = people["editor@example.org"], people["second.editor@example.org"]
        demo_dir = settings.BASE_DIR / "fixtures" / "demo"
        load_demo(by=author, directory=demo_dir / "directory")
        return demo.load(demo_dir / "practices", author=author, publisher=publisher)

    def _announce(self, port):
        self.stdout.write(f"\nLocal Action on Migration: http://127.0.0.1:{port}/\n")
        if settings.DEBUG and User.objects.filter(email=DEMO_ACCOUNTS[0][0]).exists():
            self.stdout.write(f"Demo accounts for http://127.0.0.1:{port}/admin/, password {DEMO_PASSWORD}:")
            for email, _name, role in DEMO_ACCOUNTS:
                self.stdout.write(f"  {email:<28} {role.label}")
        self.stdout.write("Stop with Ctrl-C.\n")
