"""What the directory tells higher rooms, which it does not know."""

from django.dispatch import Signal

#: The names by which bodies are found were written; argument ``organisations``.
names_changed = Signal()
