"""Finding events, their sessions and publications by their words (the texts are analysed as those of actions)."""

from .models import SearchText


def index(entry):
    """Write the search texts of a public entry anew; take those of any other out."""
    SearchText.objects.filter(entry=entry.pk).delete()
