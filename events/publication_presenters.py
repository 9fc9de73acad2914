"""What lists and links show of publications: plain values, in the shapes that the components document."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared import languages, querystring
from portal.shared.text import words

from .enums import EditionState, PublicationKind


def designation(publication):
    """What a publication is: "Peer learning note #28", "Policy study"."""
    label = publication.get_kind_display()
    if publication.kind == PublicationKind.NOTE and publication.number:
        return _("%(kind)s #%(number)s") % {"kind": label, "number": publication.number}
    return label


def designated(publication):
    """The title with what the publication is before it, unless the title begins with that itself."""
    title, label = publication.text("title"), designation(publication)
    says_so = words(title.value)[: len(words(label))] == words(label)
    return title if says_so else replace(title, value=languages.labelled(label, title))


def available(publication):
    """The languages in which it can be had, each once: {code, name} (load with ``for_links``)."""
    names = {
        edition.language: edition.get_language_display()
        for edition in publication.editions.all()
        if edition.state == EditionState.AVAILABLE
    }
    return [{"code": code, "label": code.upper(), "name": name} for code, name in names.items()]


def card(publication):
    """A publication as a card of a list (load with ``for_cards``)."""
    event = publication.event
    return {
        "url": publication.get_absolute_url(),
        "title": publication.text("title"),
        "subtitle": publication.text("subtitle"),
        "summary": publication.text("summary"),
        "designation": designation(publication),
        "published": publication.published,
        "languages": available(publication),
        "event": {"title": event.text("title"), "url": event.get_absolute_url(), "when": event.when} if event else None,
        "lrgs": [{"label": str(lrg), "url": lrg.get_absolute_url()} for lrg in publication.lrgs.all()],
    }


def result_count(number):
    """How many publications were found."""
    return ngettext("%(number)d publication", "%(number)d publications", number) % {"number": number}


def note_count(number):
    """How many peer learning notes were found."""
    return ngettext("%(number)d peer learning note", "%(number)d peer learning notes", number) % {"number": number}


def list_url(**choice):
    """The list of publications with one choice made, for links from other pages."""
    return reverse("events:publications") + querystring.build(list(choice.items()))


def feed_url(params, **choice):
    """The list as a feed; the order and the page are the feed's own."""
    kept = [(name, value) for name, value in querystring.pairs(params) if name not in ("page", "sort", *choice)]
    pairs = [*kept, *choice.items()]
    return reverse("events:publications-feed") + (querystring.build(pairs) if pairs else "")


def line(publication):
    """A publication as a line that leads to it: title, address, "Peer learning note #28 · EN, ES, FR"."""
    codes = ", ".join(language["label"] for language in available(publication))
    facts = [designation(publication), publication.published, codes]
    return {
        "title": publication.text("title"),
        "url": publication.get_absolute_url(),
        "meta": " · ".join(fact for fact in facts if fact),
    }
