"""The portal as it is served: gunicorn on a database of the benchmark, and a client that costs next to nothing."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server in a process of its own, stopped at the end of the block."""

    def __init__(self, command, port, **environment):
        self.command, self.port = command, port
        self.environment = {**os.environ, "PYTHONWARNINGS": "ignore", **environment}

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.client = Client(self.port)
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"This server does not start: {' '.join(self.command)}")
            if self.client.is_open():
                return self
            time.sleep(0.1)
        raise RuntimeError(f"This server does not answer: {' '.join(self.command)}")

    def __exit__(self, *_):
        self.client.close()
        self.process.terminate()
        self.process.wait(30)

    def get(self, path, **headers):
        """Return the body of an address; raises where the status is an error."""
        status, _head, body = self.client.get(path, headers)
        if status >= 400:
            raise RuntimeError(f"{path} answered {status}: {body[:300]!r}")
        return body

    def etag(self, path):
        """Return the version that an answer names."""
        _status, head, _body = self.client.get(path, {})
        return re.search(rb"etag: (.*)\r?", head, re.IGNORECASE)[1].decode().strip()


def portal(database_url, **environment):
    """Return a server of the portal with one worker; ``environment`` goes to ``bench.settings``."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "4", "--keep-alive", "60", "--log-level", "error"]
    command += ["--timeout", "600", "--no-control-socket"]
    settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": database_url}
    return Process(command, port, **settings, **environment)


_shared = ExitStack()


@cache
def shared_portal(database_url):
    """Return a running server of a database, the same for every benchmark; ``stop`` ends it."""
    return _shared.enter_context(portal(database_url))


def stop():
    """End the servers that are shared."""
    _shared.close()
    shared_portal.cache_clear()


class Client:
    """One connection that stays open; answers are read, not parsed."""

    def __init__(self, port):
        self.address, self.connection = ("127.0.0.1", port), None

    def is_open(self):
        """Whether somebody listens."""
        try:
            self._connect()
        except ConnectionRefusedError:
            return False
        return True

    def close(self):
        """Hang up."""
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, path, headers):
        """Return status, head and body of a GET request; asks once more when the server had hung up meanwhile."""
        shown = {"Host": "127.0.0.1", **headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in shown.items())]
        request = "\r\n".join([*lines, "", ""]).encode()
        for _ in range(2):
            if not self.connection:
                self._connect()
            try:
                self.connection.sendall(request)
                return self._read()
            except (ConnectionError, IndexError):
                self.close()
        raise ConnectionError(path)

    def _connect(self):
        if not self.connection:
            self.connection = socket.create_connection(self.address, timeout=600)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _read(self):
        answer = self._more(b"")
        while b"\r\n\r\n" not in answer:
            answer = self._more(answer)
        head, _, body = answer.partition(b"\r\n\r\n")
        status, names = int(head.split()[1]), head.lower()
        if b"transfer-encoding: chunked" in names:
            while not body.endswith(b"0\r\n\r\n"):
                body = self._more(body)
            body = _unchunked(body)
        elif b"content-length: " in names:
            length = int(names.split(b"content-length: ")[1].split()[0])
            while len(body) < length:
                body = self._more(body)
        if b"connection: close" in names:
            self.close()
        return status, head, body

    def _more(self, received):
        part = self.connection.recv(1 << 20)
        if not part:
            raise ConnectionError("The server hung up.")
        return received + part


def _unchunked(body):
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        parts.append(body[: int(size, 16)])
        body = body[int(size, 16) + 2 :]
    return b"".join(parts)
