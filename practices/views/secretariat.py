"""The dashboard of the secretariat."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import permissions
from ..review import dashboard as numbers
from .review import frame


@require_safe
@never_cache
@login_required
def dashboard(request):
    """What waits, how long decisions take, what mail, translations and records need care."""
    permissions.may_keep(request.user).require()
    context = frame({"label": _("Dashboard")}) | {"place": "dashboard"} | numbers.compose()
    return render(request, "review/dashboard.html", context)
