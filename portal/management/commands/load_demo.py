"""Enters the demo: accounts, bodies, actions, events and publications of the five source scenarios."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from events import demo as peer_learning
from portal.accounts.actions import vouch_for_address
from portal.accounts.models import Role, User
from portal.accounts.notices import without_mail
from portal.directory.actions import confirm_mandate, request_mandate
from portal.directory.demo import load_demo
from portal.directory.models import Organisation
from practices import demo

#: Accounts for trying the portal on one's own computer: address, name, role, LRG that the person acts for.
ACCOUNTS = (
    ("administrator@example.org", "Ada Administrator", Role.ADMINISTRATOR, None),
    ("editor@example.org", "Edith Editor", Role.EDITOR, None),
    ("second.editor@example.org", "Samir Second", Role.EDITOR, None),
    ("reviewer@example.org", "Rosa Reviewer", Role.REVIEWER, None),
    ("officer@example.org", "Olivier Officer", Role.MEMBER, "grenoble"),
)
PASSWORD = "local-action-demo"  # noqa: S105 — printed on purpose; production never loads the demo


class Command(BaseCommand):
    """Goes through the actions that people use, so that history and versions are real. Repeating is safe."""

    help = __doc__

    @transaction.atomic
    @without_mail()
    def handle(self, *args, verbosity, **options):
        """Enter what is missing."""
        people = [self._account(email, name, role) for email, name, role, _lrg in ACCOUNTS]
        author, publisher = people[1:3]
        directory = settings.BASE_DIR / "fixtures" / "demo"
        bodies = load_demo(by=author, directory=directory / "directory")
        for person, (_email, _name, _role, slug) in zip(people, ACCOUNTS, strict=True):
            if slug and not person.mandates.exists():
                mandate = request_mandate(officer=person, lrg=Organisation.objects.get(slug=slug))
                confirm_mandate(mandate=mandate, by=author)
        actions = demo.load(directory / "practices", author=author, publisher=publisher)
        entries = peer_learning.load(directory, by=author)
        if verbosity:
            self.stdout.write(
                f"Demo: {bodies} organisations, {actions} actions, {entries} events and publications entered."
            )

    def _account(self, email, name, role):
        known = User.objects.filter(email=email).first()
        person = known or User.objects.create_user(email, PASSWORD, name=name, role=role)
        vouch_for_address(user=person)
        return person
