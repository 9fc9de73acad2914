"""The gallery of components: each template of ``templates/components/`` in all its states, with sample data.

A page for developers, reachable in development only. The browse section at its end is alive: it filters the sample
cards by the query string as the real list does, so the behaviour in the browser can be tried and tested alone.
"""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render

from portal.shared import lists
from portal.shared.beside import Row, Section
from portal.shared.forms import LongText, NamedErrors, PartialDateField
from portal.shared.languages import LocalText

_OBJECTIVES = {
    "gcm-1": ("GCM 1", "Data"),
    "gcm-7": ("GCM 7", "Vulnerabilities"),
    "gcm-15": ("GCM 15", "Basic services"),
    "gcm-16": ("GCM 16", "Inclusion and social cohesion"),
    "gcr-obj-1": ("GCR 1", "Ease pressures on host countries"),
    "gcr-b2-1": ("GCR B 2.1", "Education"),
    "sdg-10": ("SDG 10", "Reduced inequalities"),
    "sdg-11": ("SDG 11", "Sustainable cities and communities"),
}
_GOALS = (
    "No poverty",
    "Zero hunger",
    "Good health and well-being",
    "Quality education",
    "Gender equality",
    "Clean water and sanitation",
    "Affordable and clean energy",
    "Decent work and economic growth",
    "Industry, innovation and infrastructure",
    "Reduced inequalities",
    "Sustainable cities and communities",
    "Responsible consumption and production",
    "Climate action",
    "Life below water",
    "Life on land",
    "Peace, justice and strong institutions",
    "Partnerships for the goals",
)
_COUNTRIES = {"FR": "France", "LB": "Lebanon", "MA": "Morocco", "EC": "Ecuador", "TR": "Türkiye"}


class SampleForm(NamedErrors, forms.Form):
    """One field of each kind."""

    title = forms.CharField(help_text="At most 120 characters", max_length=120)
    summary = forms.CharField(
        help_text="What is done, for whom and with what result.",
        widget=LongText(words=100, example="The city runs one desk where newcomers register, learn and ask."),
    )
    kind = forms.ChoiceField(choices=[("", "Choose one"), ("service", "Service"), ("policy", "Policy or plan")])
    scope = forms.ChoiceField(
        label="Where does it take place?",
        choices=[("city", "The whole city"), ("part", "A part of the city")],
        widget=forms.RadioSelect,
    )
    scope.option_hints = {"part": "A neighbourhood or a district"}
    people = forms.MultipleChoiceField(
        label="Who is it for?",
        required=False,
        choices=[("migrants", "Migrants"), ("refugees", "Refugees")],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = PartialDateField(label="Since when?", required=False, help_text="As much as you know, for example 2019.")
    photo = forms.FileField(required=False, help_text="PNG or JPEG, up to 10 MB")
    agreed = forms.BooleanField(label="The people shown agree to be seen")


def _objective(code):
    label, title = _OBJECTIVES[code]
    return {"code": code, "label": label, "title": title, "url": f"#{code}"}


def _card(number, title, *, lrg, country, codes, **values):
    return {
        "code": f"LA-2026-{number:04}",
        "url": f"#LA-2026-{number:04}",
        "title": title,
        "title_lang": "",
        "lrg_name": lrg,
        "lrg_url": "#lrg",
        "country": _COUNTRIES[country],
        "country_code": country,
        "years": "2020–",
        "summary": "A sample of one or two sentences that says who does what, for whom and where, in plain words.",
        "summary_lang": "",
        "objectives": [_objective(code) for code in codes],
        "status_label": "Ongoing",
        "kind_label": "Service",
        "languages": [{"code": "en", "name": "English"}],
        "confirmed_at": date(2026, 3, 14),
        "freshness": "fresh",
        "is_synthetic": False,
        "version": 1,
    } | values


def _cards():
    return [
        _card(
            1,
            "Sample: one desk for every newcomer",
            lrg="Grenoble",
            country="FR",
            codes=["gcm-15", "gcm-16", "sdg-11"],
            languages=[{"code": "en", "name": "English"}, {"code": "fr", "name": "Français"}],
        ),
        _card(
            2,
            "Ejemplo: una política municipal basada en los derechos de las personas en movilidad",
            lrg="Quito",
            country="EC",
            codes=["gcm-7", "gcr-obj-1"],
            title_lang="es",
            summary_lang="es",
            summary="Un texto de muestra en español, que la página marca con su idioma.",
            languages=[{"code": "es", "name": "Español"}],
            kind_label="Policy or plan",
            confirmed_at=date(2024, 11, 2),
            freshness="ageing",
        ),
        _card(
            3,
            "Sample with a very long title that runs over several lines because the municipality wished to name every "
            "one of its many partners and neighbourhoods",
            lrg="Gaziantep Metropolitan Municipality",
            country="TR",
            codes=list(_OBJECTIVES),
            years="2016–2024",
            status_label="Mainstreamed as a regular service",
            confirmed_at=date(2023, 1, 9),
            freshness="stale",
            is_synthetic=True,
        ),
        _card(
            4, "Sample with little in it", lrg="Al-Hoceima", country="MA", codes=["gcm-1"], confirmed_at=None, years=""
        ),
    ]


def _facets(cards, chosen):
    def facet(name, label, values, key):
        """Count each value over the cards that the *other* groups let through."""
        others = {other: wanted for other, wanted in chosen.items() if other != name}
        pool = _matching(cards, others)
        options = []
        for value, text, full, depth, colour in values:
            count = sum(value in key(card) for card in pool)
            selected = value in chosen.get(name, [])
            options.append(
                {
                    "value": value,
                    "label": text,
                    "full_label": full,
                    "count": count,
                    "state": lists.state(selected, count),
                    "depth": depth,
                    "colour": colour,
                }
            )
        selected_count = len(chosen.get(name, []))
        return {
            "name": name,
            "label": label,
            "is_long": len(options) > 10,
            "is_open": bool(selected_count),
            "selected_count": selected_count,
            "options": options,
        }

    numbers = [(str(number), f"GCM {number}", "", 0, "") for number in range(1, 24)]
    goals = [(str(number), f"{number} {title}", "", 0, "official") for number, title in enumerate(_GOALS, 1)]
    goals.insert(10, ("10.7", "10.7 Orderly, safe and regular migration", "A longer text of the target", 1, ""))
    return [
        facet("country", "Country", [(code, name, "", 0, "") for code, name in _COUNTRIES.items()], _KEYS["country"]),
        facet("gcm", "Global Compact for Migration", numbers, _KEYS["gcm"]),
        facet("sdg", "Sustainable Development Goals", goals, _KEYS["sdg"]),
    ]


def _numbers(prefix):
    return lambda card: [o["code"].removeprefix(prefix) for o in card["objectives"] if o["code"].startswith(prefix)]


_KEYS = {"country": lambda card: [card["country_code"]], "gcm": _numbers("gcm-"), "sdg": _numbers("sdg-")}


def _matching(cards, chosen):
    return [
        card for card in cards if all(set(_KEYS[name](card)) & set(values) for name, values in chosen.items() if values)
    ]


def _browse(query):
    """Return the context of a living list for the query string, with the shapes that the real views provide."""
    chosen = {name: query.getlist(name) for name in _KEYS}
    words = query.get("q", "").strip()
    cards = [card for card in _cards() if words.casefold() in card["title"].casefold()]
    found = _matching(cards, chosen)
    sort = query.get("sort", "newest")
    found.sort(key=lambda card: card["title"] if sort == "title" else card["code"])

    def address(without=None, **more):
        pairs = [(name, value) for name, values in chosen.items() for value in values if (name, value) != without]
        if words and without != ("q", words):
            pairs.append(("q", words))
        return "?" + urlencode([*pairs, *more.items()])

    chips = [
        {"label": f"{name}: {value}", "remove_label": f"Remove {name}: {value}", "url": address((name, value))}
        for name, values in {**chosen, "q": [words] if words else []}.items()
        for value in values
    ]
    page = Paginator(found, 2).get_page(query.get("page"))
    links = [
        {"number": n, "label": f"Page {n}", "url": address(page=n), "is_current": n == page.number, "is_gap": False}
        for n in page.paginator.page_range
    ]
    announce = f"{len(found)} local action{'' if len(found) == 1 else 's'}"
    return {
        "query": words,
        "facets": _facets(cards, chosen),
        "selected_count": sum(map(len, chosen.values())),
        "chips": chips,
        "announce": announce,
        "show_label": f"Show {announce}",
        "page": page,
        "page_links": links,
        "previous_url": address(page=page.number - 1) if page.has_previous() else "",
        "next_url": address(page=page.number + 1) if page.has_next() else "",
        "sorts": [
            {"value": value, "label": label, "is_selected": value == sort}
            for value, label in [("newest", "Newest"), ("title", "Title A–Z")]
        ],
    }


def _beside():
    """Two sections that another room adds: one by year, one with a sentence."""
    shown = (Row(LocalText("Cartes locales", "fr"), "#", "Shown"),)
    told = (
        Row(LocalText("A session", "en"), "#", "16 April 2020 · Host", "2020", shown),
        Row(LocalText("Une note", "fr"), "#", "Peer learning note", "2019"),
    )
    missions = (Row(LocalText("A place that is not named yet", "en"), meta="Planned"),)
    return [
        Section("told", "Peer learning", told, more=({"label": "All 12 events", "url": "#"},)),
        Section("missions", "Missions", missions, "5 of 8 missions done"),
    ]


def samples():
    """Return the sample data of every component."""
    long_list = Paginator(range(430), 20).get_page(8)
    return {
        "cards": _cards(),
        "objectives": [_objective(code) for code in _OBJECTIVES],
        "goals": [
            {"code": f"sdg-{number}", "label": f"SDG {number}", "title": title, "url": "#sdg" if number % 2 else ""}
            for number, title in enumerate(_GOALS, 1)
        ],
        "dates": {"fresh": date(2026, 3, 14), "ageing": date(2024, 11, 2), "stale": date(2023, 1, 9)},
        "breadcrumbs": [
            {"label": "Home", "url": "#"},
            {"label": "Local actions", "url": "#"},
            {"label": "One desk", "url": ""},
        ],
        "contents": [
            {"label": label, "url": f"#{anchor}"}
            for label, anchor in [
                ("Buttons and fields", "fields"),
                ("Notices", "notices"),
                ("Cards", "cards"),
                ("Browse", "browse"),
            ]
        ],
        "chips": [
            {"label": "GCM 7 – Vulnerabilities", "remove_label": "Remove GCM 7 – Vulnerabilities", "url": "#"},
            {"label": "Türkiye", "remove_label": "Remove country Türkiye", "url": "#"},
            {
                "label": "“housing for newcomers”",
                "remove_label": "Remove the words “housing for newcomers”",
                "url": "#",
            },
        ],
        "facts": [
            {"label": "Local government", "value": "Grenoble", "url": "#"},
            {"label": "Countries", "links": [{"label": "France", "url": "#"}, {"label": "Italia", "lang": "it"}]},
            {"label": "Nom officiel", "value": "Un texte en français", "value_lang": "fr"},
            {"label": "Budget", "value": ""},
            {
                "label": "Title",
                "value": "One desk for every newcomer",
                "action_label": "Change the title",
                "action_url": "#",
            },
        ],
        "stats": [
            {"value": 1284, "label": "local actions", "url": "#"},
            {"value": 312, "label": "local and regional governments", "url": ""},
            {"value": 74, "label": "countries", "url": "#"},
            {
                "value": 23,
                "label": "objectives of the Global Compact for Migration, each with at least one action",
                "url": "",
            },
        ],
        "form": SampleForm({"people": ["refugees"], "starts_day": "31", "starts_month": "2", "starts_year": "2019"}),
        "errors": [
            {"text": "Enter a title", "url": "#id_title"},
            {"text": "Somebody else has changed this draft since you opened it", "url": ""},
        ],
        "others": [{"code": "fr", "name": "Français", "url": "#"}],
        "empty": {
            "title": "No local action matches “housng”",
            "did_you_mean": {"label": "housing", "url": "#"},
            "drop": [
                {"label": "Without Türkiye: 12 local actions", "url": "#"},
                {"label": "Without GCM 7: 3 local actions", "url": "#"},
            ],
        },
        "page": long_list,
        "page_links": [
            {"number": n, "label": f"Page {n}", "url": f"#page-{n}", "is_current": n == 8} if n else {"is_gap": True}
            for n in (1, 0, 7, 8, 9, 0, 22)
        ],
        "tabs": [
            {"label": "Local actions", "number": 42, "url": "", "is_current": True},
            {"label": "Events", "number": 3, "url": "#events"},
        ],
        "beside": _beside(),
        "citation": "Grenoble (2026). One desk for every newcomer. Local Action on Migration, LA-2026-0001, version 1.",
    }


def gallery(request):
    """Show every component, and a list that follows its filters."""
    context = {
        "gallery": samples(),
        "browse": _browse(request.GET),
        "nav_current": "practices",
        "breadcrumbs": [{"label": "Home", "url": "/"}, {"label": "Component gallery", "url": ""}],
    }
    return render(request, "components/gallery.html", context)
