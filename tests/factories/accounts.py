"""Accounts for tests."""

import factory

from portal.accounts.models import Role, User

PASSWORD = "quito-2026-correct"


class UserFactory(factory.django.DjangoModelFactory):
    """A member; ``editor=True``, ``reviewer=True`` or ``administrator=True`` for the other roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        reviewer = factory.Trait(role=Role.REVIEWER)
        editor = factory.Trait(role=Role.EDITOR)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    role = Role.MEMBER
    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(**fields)
