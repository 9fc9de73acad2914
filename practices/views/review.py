"""The review: the queue, one submission in it, what has changed in it, and another action beside it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared import languages, lists
from portal.shared.errors import NotAllowed, WrongState
from portal.shared.pages import page_of

from .. import actions, differences, parts, permissions
from ..models import Practice
from ..review import forms, queue, sheet

PAGE_SIZE = 25


def frame(*crumbs):
    """Return what every page of the review shows around its content; the last of ``crumbs`` is the page itself."""
    trail = [{"label": _("Review"), "url": reverse("practices:review") if crumbs else ""}]
    return {"nav_current": "review", "breadcrumbs": [*trail, *crumbs]}


def load(request, pk, *, is_whole=False):
    """Return an action that the reader reviews, with all its rows or not; for anybody else it does not exist."""
    practice = get_object_or_404(Practice.objects.in_review_for(request.user).for_whole(), pk=pk)
    if is_whole:
        parts.load(practice)
    return practice


def crumb(practice):
    """The way back to one submission."""
    return {"label": practice.reference, "url": reverse("practices:review-one", args=[practice.pk])}


@require_safe
@never_cache
@login_required
def waiting(request):
    """The queue: what waits, for whom, since when."""
    permissions.may_review(request.user).require()
    tab, rows, filters, notices = queue.found(request.user, request.GET)
    page = page_of(Paginator(rows, PAGE_SIZE), request)
    numbers = queue.counts(request.user)
    own_lrgs = {*request.user.mandates.confirmed().values_list("lrg", flat=True)}
    context = {
        "tabs": [
            {"label": label, "count": numbers[name], "url": f"?tab={name}", "is_current": name == tab}
            for name, (label, _condition) in queue.TABS.items()
        ],
        "tab": tab,
        "rows": [queue.row(practice, own_lrgs) for practice in page],
        "filters": filters,
        "notices": notices,
        "chips": lists.chips(filters, request.GET),
        "sorts": [
            {"value": name, "label": label, "is_selected": name == request.GET.get("sort", "oldest")}
            for name, (label, _columns) in queue.ORDERS.items()
        ],
        "bulk": forms.AssignForm(auto_id="bulk-%s") if permissions.may_keep(request.user) else None,
        "back": request.GET.urlencode(),
        **lists.pagination(page, request.GET),
    }
    return render(request, "review/queue.html", frame() | {"place": "queue"} | context)


@require_POST
@never_cache
@login_required
def bulk(request):
    """Assign or remind for several actions at once; each that cannot be is named with its reason."""
    permissions.may_keep(request.user).require()
    chosen = Practice.objects.in_review_for(request.user).filter(pk__in=numbers(request.POST.getlist("practice")))
    form = forms.AssignForm(request.POST)
    back = redirect(f"{reverse('practices:review')}?{request.POST.get('back', '')}")
    if request.POST.get("do") == "assign" and not form.is_valid():
        messages.error(request, _("Choose a reviewer."))
        return back
    done, refused = 0, []
    for practice in chosen.order_by("pk")[:PAGE_SIZE]:
        try:
            if request.POST.get("do") == "assign":
                actions.assign(practice=practice, by=request.user, reviewer=form.cleaned_data["reviewer"])
            else:
                actions.remind(practice=practice, by=request.user)
            done += 1
        except (NotAllowed, WrongState, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else error.reason
            refused.append(languages.labelled(practice.reference, reason))
    say(request, done, refused)
    return back


def say(request, done, refused):
    """Tell what became of several actions."""
    for line in refused:
        messages.error(request, line)
    if done:
        text = ngettext("Done for %(number)d action.", "Done for %(number)d actions.", done) % {"number": done}
        messages.success(request, text)
    elif not refused:
        messages.error(request, _("Tick at least one action."))


def numbers(values):
    """Return those of ``values`` that can be keys."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 12]


@require_safe
@never_cache
@login_required
def one(request, pk):
    """One submission, as its reviewer reads it."""
    practice = load(request, pk)
    context = sheet.compose(practice, request.user, texts=request.GET.get("texts", ""))
    if context["may_remark"]:
        context["remark_form"] = forms.RemarkForm(auto_id="whole-%s", agendas=context["agendas"])
        context["rubric_form"] = forms.RubricForm(
            instance=context["own_assessment"],
            auto_id="rubric-%s",
        )
    return render(request, "review/one.html", frame({"label": practice.reference}) | context)


@require_safe
@never_cache
@login_required
def changes(request, pk):
    """What has changed since an earlier round, or since the published version."""
    practice = load(request, pk)
    found = sheet.bases(practice)
    asked = request.GET.get("against", "")
    base = next((base for base in found if base.key == asked), None) or sheet.usual_base(practice, found)
    data, reader = sheet.read(practice, base)
    sections = differences.compare(base.content, data, reader) if base else []
    context = {
        "practice": practice,
        "base": base,
        "bases": found,
        "sections": sections,
        "has_changes": any(section.fields for section in sections),
        "after_label": _("Now"),
    }
    return render(request, "review/changes.html", frame(crumb(practice), {"label": _("Changes")}) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def beside(request, pk):
    """Another action side by side with this one; from here an editor merges the two."""
    practice = load(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    other = sheet.named(sent.get("with", ""), request.user)
    if request.method == "POST":
        if other is None:
            raise Http404(_("There is no action of this code."))
        actions.merge(practice=practice, into=other, by=request.user)
        messages.success(request, _("The two are one: its address leads to %(code)s now.") % {"code": other.reference})
        return redirect("practices:review-one", other.pk)
    is_whole = bool(other and Practice.objects.in_review_for(request.user).filter(pk=other.pk).exists())
    context = {
        "practice": practice,
        "other": other,
        "asked": sent.get("with", "")[:40],
        "pairs": sheet.side_by_side(practice, other, is_whole=is_whole) if other else [],
        "answer": permissions.may_merge(request.user, practice, other) if other else None,
        "may_turn": is_whole,
    }
    return render(request, "review/beside.html", frame(crumb(practice), {"label": _("Side by side")}) | context)
