"""The officer's workspace: what they have written, what needs them, what is public."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..models import Practice


@require_safe
@never_cache
@login_required
def workspace(request):
    """Everything that the person acts for, by what it needs."""
    practices = Practice.objects.officers_of(request.user).select_related("lead_lrg")
    context = {"nav_current": "workspace", "breadcrumbs": [{"label": _("Workspace")}], "practices": practices}
    return render(request, "workspace/workspace.html", context)


@require_safe
@never_cache
@login_required
def draft(request, pk):
    """The task list: home of one draft."""
    practice = get_object_or_404(Practice.objects.officers_of(request.user), pk=pk)
    context = {"nav_current": "workspace", "breadcrumbs": [{"label": _("Workspace")}], "practice": practice}
    return render(request, "workspace/draft.html", context)
