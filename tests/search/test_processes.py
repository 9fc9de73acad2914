"""Several processes on one database: what one publishes the others show at once, and a rebuild loses none of it."""

import json
import re

import pytest

from .processes import processes, shared_database

pytestmark = pytest.mark.django_db
TITLE = "Zebra crossing"


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    """The address of a database for several processes, with the reference data."""
    with django_db_blocker.unblock(), shared_database(tmp_path_factory.mktemp("shared")) as url:
        yield url


@pytest.fixture(scope="module")
def workers(database):
    """Two processes; only the first makes new actions, for each numbers them by itself."""
    with processes(database, 2) as started:
        yield started


@pytest.fixture(scope="module")
def action(workers):
    """The key of a public action."""
    return workers[0].ask("publish", title=TITLE, tags=["gcm-7", "sdg-10"])


# What one publishes the others show ---------------------------------------------------------------


def in_heading(body):
    """Return the number of actions in the heading of a list."""
    return int(re.search(r'id="results-heading"[^>]*>\s*(\d+)', body)[1])


def in_facets(body):
    """Return the number of actions about housing that the API counts."""
    facets = {facet["name"]: facet["values"] for facet in json.loads(body)["facets"]}
    return next(value["count"] for value in facets["theme"] if value["value"] == "housing")


#: What shows an action: address, and how many it shows.
SHOWN = {
    "list": ("/en/practices/?sort=title&q=zebra", lambda body: body.count(TITLE)),
    "count": ("/fr/practices/", in_heading),
    "search": ("/es/practices/?q=zebras", in_heading),
    "facets": ("/api/v1/facets/", in_facets),
    "feed": ("/en/practices/feed/?q=zebra", lambda body: body.count("<entry>")),
    "JSON": ("/en/practices/?format=json&q=zebra", lambda body: len(json.loads(body)["results"])),
    "CSV": ("/en/practices/?format=csv&q=zebra", lambda body: body.count(TITLE)),
    "API": ("/api/v1/practices/?q=zebra", lambda body: json.loads(body)["count"]),
    "completion": ("/en/practices/complete/?q=zeb", lambda body: len(json.loads(body)["completions"])),
    "objective": ("/en/agendas/gcm/gcm-7/", lambda body: body.count(TITLE)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_publication_is_shown_by_the_other_process_at_its_next_request(workers, action, name):
    address, number = SHOWN[name]

    def shown(worker):
        status, body = worker.ask("get", path=address)
        assert status == 200
        return number(body)

    for writer, reader in (workers, workers[::-1]):
        before = shown(reader)
        assert before > 0
        writer.ask("archive", pk=action)
        assert shown(reader) == (before - 1 if name in {"count", "facets"} else 0)
        writer.ask("restore", pk=action)
        assert shown(reader) == before
        assert shown(writer) == before


# A rebuild while the portal is used ---------------------------------------------------------------


class Traffic:
    """One process that publishes, changes and archives, one that reads; and what must be public after each step."""

    def __init__(self, writer, reader):
        self.writer, self.reader, self.public, self.steps = writer, reader, {}, 0
        self.notes = set()

    def publish(self):
        """Publish one more action."""
        word = f"tapir{self.steps}"
        pk = self.writer.ask("publish", title=f"Okapi {self.steps}", summary={"en": word})
        self.public[pk] = word

    def step(self):
        """Publish one action, change one and archive one, at changing places of the list, and read."""
        for change in (self.publish, self._change, self._archive):
            self.steps += 1
            change()
        self.read()

    def _change(self):
        pk = self._any()
        self.public[pk] = f"quagga{self.steps}"
        self.writer.ask("change", pk=pk, summary=self.public[pk])

    def _archive(self):
        pk = self._any()
        self.writer.ask("archive", pk=pk)
        del self.public[pk]

    def _any(self):
        keys = sorted(self.public)
        return keys[self.steps * 7 % len(keys)]

    def read(self):
        """Search as a reader does: everything that is public is found, whatever state the index is in."""
        status, body = self.reader.ask("get", path="/en/practices/?q=okapi")
        assert status == 200
        assert in_heading(body) == len(self.public)
        self.notes.add("not ordered by relevance" in body)

    def check(self):
        """Nothing was lost: every action is found by its present words, and record, texts and index agree."""
        for word in self.public.values():
            _status, body = self.reader.ask("get", path=f"/api/v1/practices/?q={word}")
            assert json.loads(body)["count"] == 1, word
        self.read()
        assert self.reader.ask("check") == []
        assert self.reader.ask("get", path="/readyz")[0] == 200


@pytest.fixture
def traffic(workers):
    """Twelve actions, all archived in the end, with those who write and read them."""
    traffic = Traffic(*workers)
    for _ in range(12):
        traffic.steps += 1
        traffic.publish()
    yield traffic
    for pk in traffic.public:
        traffic.writer.ask("archive", pk=pk)


@pytest.mark.parametrize(
    ("part", "is_lost"), [(0.3, False), (0.8, True)], ids=["among the texts", "among the index, which was lost"]
)
def test_a_rebuild_under_traffic_loses_nothing_even_if_it_is_killed(database, traffic, part, is_lost):
    if is_lost:
        traffic.writer.ask("lose_index")
        traffic.read()
        assert traffic.notes == {True}, "the results are said to be unranked"
        assert traffic.reader.ask("get", path="/readyz")[0] == 503
    with processes(database, 2) as (first, second):
        first.tell("renew")
        while (seen := first.answer())["done"] < part * seen["total"]:
            first.go_on()
            traffic.step()  # while the next step of the rebuild is made
        first.go_on()
        first.kill()
        traffic.step()
        unfinished = second.ask("unfinished")
        assert [reached > 0 for reached in unfinished.values()] == [True]
        second.tell("renew")
        second.answer()
        assert traffic.reader.ask("unfinished").keys() == unfinished.keys(), "the run that was killed goes on"
        second.go_on()
        while isinstance(second.answer(), dict):
            second.go_on()
            traffic.step()
    assert is_lost or traffic.notes == {False}, "readers had the old index until the new one was whole"
    assert traffic.reader.ask("unfinished") == {}
    traffic.notes.clear()
    traffic.check()
    assert traffic.notes == {False}
