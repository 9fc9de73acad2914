"""A person of the secretariat at the page of one record."""

from django.test import Client
from django.urls import reverse

from events.models import Entry
from tests.workspace.reader import values_of

#: What the lists of a new row hold by themselves, as a browser sends them.
USUAL = {
    "sessions": {"kind": "experience-sharing"},
    "organisers": {"role": "organiser"},
    "delegations": {"role": "participant", "state": "confirmed"},
    "participations": {"role": "speaker"},
    "materials": {"visibility": "public"},
    "editions": {"state": "available"},
    "contributors": {"role": "author"},
    "passages": {"kind": "section"},
}


def new_rows(values, typed):
    """Return what the lists hold in rows that are typed and not on the page yet."""
    found = {}
    for name, usual in USUAL.items():
        for number in range(int(typed.get(f"{name}-rows", 0))):
            found |= {f"{name}-{number}-{key}": value for key, value in usual.items()}
    return {name: value for name, value in found.items() if name not in values}


class Page:
    """Opens, fills and saves the page of a record, or of one group of it."""

    def __init__(self, person, entry, group=""):
        self.client, self.entry, self.group = Client(), entry, group
        if person:
            self.client.force_login(person)

    @property
    def url(self):
        if self.group:
            return reverse("events:entry-group", args=[self.entry.pk, self.group])
        return reverse("events:entry", args=[self.entry.pk])

    def open(self, query=""):
        return self.client.get(self.url + query)

    def fill(self, typed, *, step="save", page=None):
        """Return what is sent: the page as it was opened (``page``, else now), with what is typed over it."""
        values = values_of(page or self.open())
        typed = {name: value for name, value in typed.items() if value is not None}
        return {**values, **new_rows(values, typed), "step": step, **typed}

    def save(self, typed, *, step="save", page=None):
        return self.client.post(self.url, self.fill(typed, step=step, page=page))

    def autosave(self, typed, *, page=None):
        return self.client.post(self.url, self.fill(typed, page=page), headers={"X-Autosave": "1"})

    @property
    def now(self):
        """The record as it is stored."""
        return Entry.objects.get(pk=self.entry.pk).whole
