"""The publications and the peer learning notes: lists, feed, pages."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.shared import lists
from portal.shared.pages import page_of
from practices.presenters import year_options

from .. import feeds, publication_page
from .. import publication_presenters as presenters
from ..enums import Status
from ..filters import NoteFilter, PublicationFilter
from ..models import Publication
from ..searching import tabs

PAGE_SIZE = 20
#: Groups of the list that stay folded until something in them is chosen, and those that leave out what counts nothing.
CLOSED = ("language", "gcm", "gcr", "sdg", "lrg", "country", "network", "series", "event", "forum")
SPARSE = ("kind", "lrg", "country", "language", "network", "series", "event")


@require_safe
def publications(request):
    """Everything that was published, by what it is, what it is about and where it comes from."""
    filters, notices = PublicationFilter.for_readers(request.GET)
    hint = _("The number says how many publications are of that year.")
    texts = {
        "heading": _("Publications"),
        "lead": _("Notes, reports, studies, declarations, videos and courses on what cities learn from each other."),
        "count": presenters.result_count,
        "sort_options": filters.sort_options,
        "years": {**year_options(filters, filters.counts("year")), "hint": hint},
        "feed_url": presenters.feed_url(request.GET),
        "section": "publications",
        "search_label": _("Search the publications"),
    }
    return _list(request, filters, notices, texts)


@require_safe
def notes(request):
    """The peer learning notes, the highest number first; each opens its note and its event."""
    filters, notices = NoteFilter.for_readers(request.GET)
    texts = {
        "heading": _("Peer learning notes"),
        "lead": _("What cities learnt from each other at one meeting, on a few pages, numbered in order."),
        "count": presenters.note_count,
        "feed_url": presenters.feed_url(request.GET, kind="note"),
        "section": "notes",
        "search_label": _("Search the peer learning notes"),
    }
    return _list(request, filters, notices, texts)


def _list(request, filters, notices, texts):
    """Answer a list: filters, chips, cards, pages."""
    page = page_of(Paginator(filters.keys(), PAGE_SIZE), request)
    found = Publication.objects.public().for_cards().in_bulk(page.object_list)
    query = filters.form.cleaned_data.get("q", "")
    passages = filters.passages(page.object_list)
    context = {
        "nav_current": "events",
        "breadcrumbs": [{"label": texts["heading"]}],
        **texts,
        "notices": [*notices, *filters.notes],
        "query": query,
        "tabs": tabs(query, "publications"),
        "did_you_mean": filters.did_you_mean(request.GET),
        "result_count": texts["count"](page.paginator.count),
        "total": page.paginator.count,
        "cards": [presenters.card(found[pk]) | {"passage": passages.get(pk)} for pk in page.object_list if pk in found],
        "facets": lists.facet_groups(filters, sparse=SPARSE, closed=CLOSED),
        "chips": lists.chips(filters, filters.data),
        "clear_url": request.path,
        **lists.pagination(page, request.GET),
    }
    return render(request, "events/publications.html", context)


@require_safe
def feed(request):
    """The newest publications of the list with this query string, for feed readers."""
    filters, _notices = PublicationFilter.for_readers(request.GET)
    return feeds.publications(request, filters.found())


@require_safe
def publication(request, slug):
    """One publication; a numbered note is read under its number."""
    return _page(request, slug=slug)


@require_safe
def note(request, number):
    """One peer learning note."""
    return _page(request, number=number)


def _page(request, **which):
    """Answer the page of one publication, or 410 with what may still be known of an archived one."""
    found = Publication.objects.visible_to(request.user).filter(**which).first()
    if found is None:
        raise Http404(_("There is no such publication."))
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    frame = {
        "nav_current": "events",
        "breadcrumbs": _crumbs(found),
        "title": found.text("title"),
        "designation": presenters.designation(found),
        "publication": found,
    }
    if found.status == Status.ARCHIVED:
        return render(request, "events/publication_archived.html", frame, status=410)
    whole = Publication.objects.for_page(request.user).get(pk=found.pk)
    composed = publication_page.compose(whole, request.build_absolute_uri)
    return render(request, "events/publication.html", frame | composed | {"publication": whole})


def _crumbs(publication):
    """Where the page stands: among the notes or the publications."""
    if publication.number:
        parent = {"label": _("Peer learning notes"), "url": reverse("events:notes")}
        return [parent, {"label": f"#{publication.number}"}]
    parent = {"label": _("Publications"), "url": reverse("events:publications")}
    return [parent, {"label": str(publication)}]
