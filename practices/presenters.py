"""What templates show of actions: plain values, in the shapes that the components document."""

from dataclasses import dataclass, replace
from itertools import chain

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared import beside, languages, lists, querystring

from . import fragments
from .facets import FACETS

#: Where the state and the count of a value go in its remembered markup, and the values in that of their group.
STATE, COUNT, VALUES = "%STATE%", "%COUNT%", "%VALUES%"
#: Codes shown on a card: the compacts' objectives and the goals, not principles and targets.
CARD_LEVELS = ("objective", "area", "arrangement", "goal")


def badge(objective, is_primary=False):
    """An objective as a badge."""
    title = objective.text("short_title") or objective.text("title")
    return {
        "code": objective.code,
        "label": objective.label,
        "title": title.value,
        "title_lang": title.lang,
        "url": objective.get_absolute_url(),
        "colour": objective.colour,
        "is_primary": is_primary,
    }


def card(practice):
    """An action as a card of a list (load with ``for_cards``)."""
    title, summary = practice.text("title"), practice.text("summary")
    lrg = practice.lead_lrg
    return {
        "code": practice.code,
        "url": practice.get_absolute_url(),
        "title": title.value,
        "title_lang": title.lang,
        "summary": summary.value,
        "summary_lang": summary.lang,
        "lrg_name": str(lrg),
        "lrg_url": lrg.get_absolute_url(),
        "country": str(lrg.country or ""),
        "years": practice.years,
        "kind_label": practice.get_kind_display(),
        "status_label": practice.get_implementation_status_display(),
        "objectives": [
            badge(tag.objective, tag.is_primary) for tag in practice.tags.all() if tag.objective.level in CARD_LEVELS
        ],
        "languages": [
            {"code": code, "name": languages.OWN_NAMES[code]}
            for code in languages.CODES
            if code in practice.shown_languages
        ],
        "confirmed_at": practice.confirmed_at,
        "freshness": practice.freshness,
        "is_synthetic": practice.is_synthetic,
        "version": practice.version,
    }


@dataclass(frozen=True, slots=True)
class Card:
    """The rendered card of one action."""

    code: str
    html: str  # safe text
    passage: str = SafeString("")  # what a search found, below the card

    def __str__(self):
        return self.html + self.passage

    __html__ = __str__


class Cards:
    """The cards of found actions, for a paginator; those that are remembered need no query."""

    def __init__(self, results):
        self.results = results

    def count(self):
        """How many actions were found."""
        return self.results.count()

    def __getitem__(self, part):
        """Return the cards of a slice."""
        keys = self.results.keys(part.start or 0, part.stop)
        known = {pk: fragments.recall(("card", pk)) for pk in keys}
        for practice in self.results.load([pk for pk in keys if known[pk] is None]):
            made = Card(practice.code, fragments.render("components/practice_card.html", card=card(practice)))
            known[practice.pk] = fragments.keep(("card", practice.pk), made, len(made.html))
        passages = {pk: _passage(snippet) for pk, snippet in self.results.snippets(keys).items() if snippet.html}
        return [replace(known[pk], passage=passages.get(pk, SafeString(""))) for pk in keys if known[pk] is not None]


def _passage(snippet):
    return format_html(
        '<p class="card__passage"><span class="label">{}</span> <span lang="{}">{}</span></p>',
        _("Found in its tags")
        if snippet.is_of_tags
        else _("Found in the %(language)s text") % {"language": languages.name(snippet.language)},
        snippet.language,
        snippet.html,
    )


def search_tabs(filters):
    """The search over everything: what its words find here and in other rooms, filters apart; nothing without them."""
    if not filters.search:
        return []
    elsewhere = [row for section in beside.of("search", filters.search.typed) for row in section.rows]
    here = {"label": _("Local actions"), "number": len(filters.search.hits()), "url": "", "is_current": True}
    return [here, *({"label": str(row.title), "number": row.meta, "url": row.url} for row in elsewhere)]


def facet_groups(filters):
    """Every facet with its values, counts and what is chosen, and the numbers of the years."""
    numbers, chosen, thousands = filters.counts(), filters.chosen, _thousands()
    groups = []
    for name, facet in FACETS.items():
        selected, counted = chosen.get(name, []), numbers[name]
        options = _listed(facet, filters.filters[name].options, chosen)
        group = {
            "name": name,
            "label": facet.label,
            "is_open": facet.is_open or bool(selected),
            "is_long": len(options) > 10,
            "has_rest": facet.hides_unused,
            "awaits": "" if options else str(facet.awaits),
            "selected_count": len(selected),
            "is_exhausted": not any(counted.get(option.key) or option.value in selected for option in options),
        }
        before, after = _frame(group)
        html = mark_safe(before + _options_html(facet, options, counted, selected, thousands) + after)
        groups.append({**group, "html": html})
    return groups, numbers["year"]


def _listed(facet, options, chosen):
    """Return the values to list: 169 targets are too many for a slow line, those of a chosen goal are not."""
    if not facet.within:
        return options
    above, selected = chosen.get(facet.within, ()), chosen.get(facet.name, ())
    return [option for option in options if option.above in above or option.value in selected]


def _frame(group):
    """Return the remembered markup of a group, before and after its values."""
    key = ("facet", *(value for name, value in group.items() if name != "label"))
    frame = fragments.recall(key)
    if frame is None:
        html = fragments.render("components/facet_group.html", facet={**group, "values_html": VALUES})
        before, _values, after = html.partition(VALUES)  # one that awaits a choice has no place for values
        frame = fragments.keep(key, (before, after), len(html))
    return frame


def _options_html(facet, options, counted, selected, thousands):
    """Put state and count into the remembered markup of each value: a page may have more than five hundred of them."""
    key = ("options", facet.name, *([option.value for option in options] if facet.within else ()))
    pieces = fragments.recall(key)
    if pieces is None:
        pieces = [_pieces(facet, option) for option in options]
        fragments.keep(key, pieces, sum(map(len, chain.from_iterable(pieces))))
    html = []
    for option, (before, between, after) in zip(options, pieces, strict=True):
        number = counted.get(option.key, 0)
        state = lists.state(option.value in selected, number)
        if state == lists.DISABLED and facet.hides_unused:
            continue
        html += (before, state, between, str(number) if number < 1000 else f"{number:,}".replace(",", thousands), after)
    return "".join(html)


def _thousands():
    """Return what stands between thousands in the reader's language; asked once for hundreds of numbers."""
    return number_format(1000)[1:-3]


def _pieces(facet, option):
    shown = {
        "value": option.value,
        "label": option.label,
        "full_label": option.full_label,
        "depth": option.depth,
        "colour": option.colour,
        "state": STATE,
        "count": COUNT,
    }
    html = fragments.render("components/facet_option.html", name=facet.name, option=shown)
    before, rest = html.split(STATE)
    return (before, *rest.split(COUNT))


def result_count(number):
    """How many actions were found, as a heading and an announcement."""
    return ngettext("%(number)d local action", "%(number)d local actions", number) % {"number": number}


def browse_url(**choice):
    """The address of the list with one choice made, for links from other pages."""
    return reverse("practices:browse") + querystring.build(list(choice.items()))


def year_options(filters, numbers):
    """The group of the years: two lists, "from" and "to", with the number of actions going on in each year."""
    chosen = {name: filters.form.cleaned_data.get(name) for name in ("year_from", "year_to")}
    years = sorted({*numbers, *(year for year in chosen.values() if year)}, reverse=True)
    return {
        "label": _("Years"),
        "selected_count": sum(year is not None for year in chosen.values()),
        "bounds": [
            {
                "name": name,
                "label": filters.filters[name].label,
                "html": _years_html(years, numbers, chosen_year),
            }
            for name, chosen_year in chosen.items()
        ],
    }


def _years_html(years, numbers, chosen):
    """The options of one list of years; numbers alone, so that nothing needs escaping."""
    thousands = _thousands()
    return mark_safe(
        "".join(
            f'<option value="{year}"{" selected" if year == chosen else ""}>'
            f"{year} ({numbers.get(year, 0):,})</option>".replace(",", thousands)
            for year in years
        )
    )


def sort_options(filters):
    """The orders that make sense, the usual one with an empty value."""
    usual = next(iter(filters.orders))
    return [
        {"value": "" if name == usual else name, "label": label, "is_selected": name == filters.order}
        for name, label in filters.orders.items()
    ]


def relaxations(filters, params):
    """For an empty list: each single filter whose removal brings results, with their number."""
    offers = []
    for name in filters.chosen:
        number = len(filters.found(without="year" if name in ("year_from", "year_to") else name))
        if number:
            label = _("Without the words “%(words)s”") if name == "q" else _("Without the filter “%(filter)s”")
            offers.append(
                {
                    "label": label % {"filter": filters.form.fields[name].label, "words": filters.chosen[name][0]},
                    "count": result_count(number),
                    "url": querystring.without(params, name),
                }
            )
    return offers


def api_url(params):
    """The same query for machines."""
    return reverse("api:practice-list") + querystring.build(querystring.pairs(params))


def objective_browse_url(objective):
    """The list of the actions that serve ``objective``; empty when the list has no filter for its level."""
    for name, facet in FACETS.items():
        if facet.serves(objective):
            return browse_url(**{name: objective.value})
    return ""


def feed_url(params):
    """The same query as a feed; the order and the page are the feed's own."""
    kept = [(name, value) for name, value in querystring.pairs(params) if name not in ("page", "sort", "format")]
    return reverse("practices:feed") + (querystring.build(kept) if kept else "")


def downloads(params):
    """The list on screen as files: name of the format and address."""
    kept = [(name, value) for name, value in querystring.pairs(params) if name not in ("page", "format")]
    label = _("Download this list as %(format)s")
    return [
        {"label": label % {"format": name.upper()}, "url": querystring.build([*kept, ("format", name)])}
        for name in ("csv", "json")
    ]


def did_you_mean(filters, params):
    """The search as it may have been meant, with its address; None when it was found as typed."""
    meant = filters.search.suggestion() if filters.search else ""
    return {"label": meant, "url": querystring.replaced(params, "q", meant)} if meant else None
