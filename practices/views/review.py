"""The review: the queue, and one submission in it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..models import Practice


@require_safe
@never_cache
@login_required
def queue(request):
    """What waits for a review."""
    practices = Practice.objects.in_review_for(request.user).select_related("lead_lrg")
    context = {"nav_current": "review", "breadcrumbs": [{"label": _("Review")}], "practices": practices}
    return render(request, "review/queue.html", context)


@require_safe
@never_cache
@login_required
def review_one(request, pk):
    """One submission, as its reviewer reads it."""
    practice = get_object_or_404(Practice.objects.in_review_for(request.user), pk=pk)
    context = {"nav_current": "review", "breadcrumbs": [{"label": _("Review")}], "practice": practice}
    return render(request, "review/one.html", context)
