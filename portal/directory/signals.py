"""What the directory tells higher rooms, which it does not know."""

from django.dispatch import Signal

#: The names by which bodies are found were written; argument ``organisations``.
names_changed = Signal()

#: A mandate came to its end; arguments ``mandate``, ``successor`` (a person who takes over, or None) and ``by``. Sent
#: inside the transaction, so that what is handed over is handed over with it.
mandate_ended = Signal()
