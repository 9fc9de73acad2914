"""Yes, or no and why, in the same form in every room; pages, API and admin turn refusals into answers."""

from dataclasses import dataclass


class NotAllowed(Exception):  # noqa: N818 - read as a sentence: raise NotAllowed(why)
    """The person may see the record but not do this to it (403); ``reason`` is for the reader."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


class WrongState(Exception):  # noqa: N818
    """The record is not in a state in which this can be done (409); ``state`` is the present one."""

    def __init__(self, reason, state):
        super().__init__(str(reason))
        self.reason, self.state = reason, state


class Conflict(Exception):  # noqa: N818
    """Somebody saved the record since it was read (412); ``revision`` is the present one. Nothing was written."""

    def __init__(self, reason, revision):
        super().__init__(str(reason))
        self.reason, self.revision = reason, revision


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "may I?": yes, or no with the ``error`` that an action raises."""

    error: NotAllowed | WrongState | None = None

    def __bool__(self):
        return self.error is None

    @property
    def reason(self):
        """Why not; empty for yes."""
        return str(self.error.reason) if self.error else ""

    def require(self):
        """Raise the refusal, if it is one."""
        if self.error:
            raise self.error


YES = Answer()


def no(reason):
    """Return the answer that the person may not, because of ``reason``."""
    return Answer(NotAllowed(reason))
