"""A bounded memory of rendered text in the process."""

import threading
from collections import OrderedDict


class Memory:
    """Keeps values up to ``limit`` bytes of them; the least recently read go first."""

    def __init__(self, limit):
        self.limit, self.size = limit, 0
        self.lock, self.kept = threading.Lock(), OrderedDict()

    def get(self, key):
        """Return the value kept under ``key``, or None."""
        with self.lock:
            if key not in self.kept:
                return None
            self.kept.move_to_end(key)
            return self.kept[key][0]

    def put(self, key, value, size):
        """Keep ``value`` of ``size`` bytes, unless it would fill a tenth of the memory alone; returns it."""
        if size <= self.limit // 10:
            with self.lock:
                self.size += size - (self.kept[key][1] if key in self.kept else 0)
                self.kept[key] = (value, size)
                while self.size > self.limit:
                    _key, (_oldest, gone) = self.kept.popitem(last=False)
                    self.size -= gone
        return value
