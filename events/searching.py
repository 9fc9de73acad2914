"""What the lists of events and publications share: one search box over everything, relevance as its usual order."""

import django_filters
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import languages, querystring
from portal.shared.beside import Row, Section
from portal.shared.filters import Values, Words
from portal.shared.languages import LocalText
from practices.search import Search

from . import search
from .enums import EntryType
from .models import Session

#: The order of a search; the lists add their own.
RELEVANCE = {"relevance": gettext_lazy("Relevance")}


def sort_filter(orders):
    """Return the parameter that chooses among ``orders`` and relevance."""
    choices = [*(RELEVANCE | orders).items()]
    unknown = Values.default_error_messages
    return django_filters.ChoiceFilter(label=gettext_lazy("Sort by"), choices=choices, error_messages=unknown)


class SearchFilter(django_filters.CharFilter):
    """Records of which the words are found (``Searched.search``)."""

    field_class = Words


class Searched:
    """A list that can be searched; ``listed`` are its orders, the usual one first."""

    listed = {}

    def keys(self):
        """Return the primary keys of what was found, in the order in force."""
        raise NotImplementedError

    @cached_property
    def search(self):
        """The search that was typed, or None."""
        return search.search_for(self.data.get("q"))

    @property
    def orders(self):
        """The orders that make sense now, the usual one first: relevance for a search only."""
        return (RELEVANCE if self.search else {}) | self.listed

    @property
    def order(self):
        """The order in force: the one asked for, else the usual one."""
        asked = self.form.cleaned_data.get("sort")
        return asked if asked in self.orders else next(iter(self.orders))

    @property
    def sort_options(self):
        """The orders as components/sort_select.html shows them; the usual one needs no value."""
        usual = next(iter(self.orders))
        return [
            {"value": "" if name == usual else name, "label": label, "is_selected": name == self.order}
            for name, label in self.orders.items()
        ]

    @property
    def chosen(self):
        """The choices in force; the order is none."""
        return {name: values for name, values in super().chosen.items() if name != "sort"}

    @property
    def notes(self):
        """What the search says of itself; to be read after the results."""
        return self.search.notes if self.search else []

    def passages(self, keys):
        """Return key → passage that holds the words, and the session it stands in, for a page of a search."""
        if not self.search or self.search.is_empty:
            return {}
        hits = self.search.ranked(search.bitmap(keys), 0, len(keys))
        sessions = self.search.sessions(keys)
        held = Session.objects.in_bulk(sessions.values())
        found = {}
        for key, snippet in self.search.snippets(hits).items():
            session, html = held.get(sessions.get(key)), snippet.html if "<mark>" in snippet.html else ""
            if html or session:
                found[key] = {
                    "html": html,
                    "language": snippet.language,
                    "language_name": languages.name(snippet.language),
                    "session": session and session.text("title"),
                    "anchor": session and f"#session-{session.number}",
                }
        return found

    def did_you_mean(self, params):
        """A search that finds something, when the one that was typed found nothing as it stands; or None."""
        better = self.search.suggestion() if self.search else ""
        return {"label": better, "url": querystring.replaced(params, "q", better)} if better else None


def tabs(typed, current):
    """The search over everything: actions, events, publications with their numbers; nothing without a search."""
    if not (typed or "").strip():
        return []
    actions = len(Search(typed, language=languages.current()).hits())
    address = reverse("practices:browse") + querystring.build([("q", typed)])
    places = [("practices", _("Local actions"), actions, address)]
    places += [(name, str(row.title), row.meta, row.url) for name, row in _rows(typed)]
    return [
        {"label": label, "number": number, "url": url, "is_current": name == current}
        for name, label, number, url in places
    ]


def of_search(typed):
    """What a search of the actions would find here, for their page (``portal.shared.beside``)."""
    return [Section("elsewhere", _("Elsewhere"), tuple(row for _name, row in _rows(typed)))]


def _rows(typed):
    numbers = search.counts(typed)
    places = (
        ("events", _("Events"), numbers[EntryType.EVENT], reverse("events:browse")),
        ("publications", _("Publications"), numbers[EntryType.PUBLICATION], reverse("events:publications")),
    )
    query = querystring.build([("q", typed)])
    return [
        (name, Row(LocalText(label, languages.current()), address + query, str(number)))
        for name, label, number, address in places
    ]
