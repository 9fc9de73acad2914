"""Refusals that every room gives in the same form; pages, API and admin turn them into answers."""


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
