"""Fills the database of the browser tests: what `make run` loads, and one archived action."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from portal.accounts.models import User  # noqa: E402
from practices import actions  # noqa: E402
from practices.models import Practice  # noqa: E402

if __name__ == "__main__":
    call_command("setup_portal", verbosity=0)
    call_command("load_demo", verbosity=0)
    actions.archive(
        practice=Practice.objects.published().get(lead_lrg__slug="al-hoceima"),
        by=User.objects.get(email="editor@example.org"),
        reason="The measure ended with the lockdown.",
    )
