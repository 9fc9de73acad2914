"""Pictures and files of a draft: sent at once, listed, described, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared.forms import REFUSED, errors_of

from .. import actions, permissions, uploads
from ..forms.files import UploadForm, form_of, is_picture
from .working import load, trail


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def files(request, pk):
    """What is there, and the place to send more; each file stands for itself, a bad one does not hold back others."""
    practice = load(request, pk)
    permissions.may_edit(request.user, practice).require()
    if request.method != "POST":
        return _page(request, practice)
    sent = request.FILES.getlist("files")
    refused = []
    for upload in sent:
        try:
            add = actions.add_image if is_picture(upload) else actions.attach
            add(practice=practice, by=request.user, upload=upload)
        except ValidationError as error:
            refused += error.messages
    if not sent:
        refused = [_("Choose at least one file.")]
    if refused:
        return _page(request, load(request, pk), refused=refused)
    return redirect(reverse("practices:draft-files", args=[practice.pk]) + "#there")


@require_POST
@never_cache
@login_required
def file(request, pk, kind, file):
    """Describe one picture or file, or take it away."""
    practice = load(request, pk)
    permissions.may_edit(request.user, practice).require()
    if kind not in ("images", "attachments"):
        raise Http404
    found = get_object_or_404(getattr(practice, kind), pk=file)
    if request.POST.get("step") == "remove":
        actions.remove_file(file=found, by=request.user)
        messages.success(request, _("“%(name)s” is removed.") % {"name": found.original_name})
        return redirect("practices:draft-files", practice.pk)
    form = form_of(found, request.POST)
    if form.is_valid():
        try:
            actions.describe_file(file=getattr(practice, kind).get(pk=file), by=request.user, **form.described())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved: “%(name)s”.") % {"name": found.original_name})
            return redirect("practices:draft-files", practice.pk)
    return _page(request, practice, form=form)


@require_POST
@never_cache
@login_required
def letter(request, pk, sign_off):
    """Send the letter of a political sign-off, or take it away."""
    practice = load(request, pk)
    permissions.may_edit(request.user, practice).require()
    found = get_object_or_404(practice.sign_offs, pk=sign_off)
    if request.POST.get("step") == "remove":
        actions.remove_letter(sign_off=found, by=request.user)
        messages.success(request, _("The letter of %(name)s is removed.") % {"name": found.name})
        return redirect("practices:draft-files", practice.pk)
    upload = request.FILES.get("letter")
    try:
        if not upload:
            raise ValidationError(_("Choose at least one file."))
        actions.attach_letter(sign_off=found, by=request.user, upload=upload)
    except ValidationError as error:
        return _page(request, load(request, pk), refused=error.messages, place=f"#id_letter-{found.pk}")
    messages.success(request, _("The letter of %(name)s is kept.") % {"name": found.name})
    return redirect("practices:draft-files", practice.pk)


def _page(request, practice, *, refused=(), form=None, place="#id_files"):
    """Show all files with their forms; ``form`` is the one that was refused."""
    listed = []
    for kind in ("images", "attachments"):
        for one in getattr(practice, kind).all():
            own = form if form and form.instance.pk == one.pk and type(form.instance) is type(one) else form_of(one)
            listed.append({"file": one, "kind": kind, "form": own})
    errors = [{"text": text, "url": place} for text in refused] + (errors_of(form) if form else [])
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, _("Pictures and files")),
        "practice": practice,
        "upload": UploadForm(),
        "files": listed,
        "sign_offs": practice.sign_offs.all(),
        "errors": errors,
        "most_bytes": uploads.MAX_BYTES,
        "most_files": uploads.MAX_FILES,
    }
    return render(request, "workspace/files.html", context, status=REFUSED if errors else 200)
