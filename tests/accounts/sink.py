"""A real mail server on this machine that keeps what it gets, and can be slow, refuse or be away."""

import contextlib
import email
import email.policy
import socket
import time

from aiosmtpd.controller import Controller


class Sink:
    """What arrived, and how the server behaves."""

    def __init__(self):
        self.mails, self.delay, self.answer = [], 0, "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.delay:
            time.sleep(self.delay)
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.startswith("refused"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    @property
    def ids(self):
        """The Message-IDs that arrived."""
        return [mail["Message-ID"] for mail in self.mails]


def free_port():
    """Return a port that nobody listens on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def listening(sink, port):
    """Let ``sink`` answer on ``port``."""
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
