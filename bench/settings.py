"""Settings of the benchmarks: as served, without TLS, and with the addresses to compare with."""

from portal.settings.test import *

ROOT_URLCONF = "bench.urls"
PAGE_CACHE_MB = 32  # as served; the tests do without
BENCH_STOCK = env.bool("BENCH_STOCK", default=False)  # the list and its counts written the stock way
# What must show in a benchmark of writers and not elsewhere: how SQLite behaves without IMMEDIATE.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {"transaction_mode": mode} if (mode := env("BENCH_TRANSACTION_MODE", default="")) else {}
)
LOGGING["root"]["level"] = "ERROR"
