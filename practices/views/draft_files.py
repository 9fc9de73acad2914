"""Pictures and files of a draft: sent at once, listed, described, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared.forms import REFUSED, errors_of

from .. import actions, completeness, permissions, uploads
from ..forms.files import UploadForm, form_of, is_picture
from . import kept
from .working import Step, load, trail

KINDS = ("images", "attachments")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@kept.nothing_lost
def files(request, pk):
    """What is there with its descriptions, and the place to send more: one form, whose every button saves all of it.

    Each file stands for itself: a bad one does not hold back others.
    """
    practice = load(request, pk)
    permissions.may_edit(request.user, practice).require()
    if request.method != "POST":
        posted = kept.take(request)
        return _page(request, practice, _listed(practice, posted), notice=kept.kept_notice() if posted else "")
    if request.is_late:
        return _page(request, practice, _listed(practice, request.POST), notice=kept.late_notice())
    step = Step.of(request)
    if step.name == "remove":
        _remove(request, practice, step.target_name)
    refused = _add(request, practice) if step.name in ("continue", "send") else []
    step.carry_out(request, practice)
    practice = load(request, pk)
    listed = _listed(practice, request.POST)
    _describe(request, listed)
    if refused or any(one["form"].errors for one in listed):
        return _page(request, practice, listed, refused=refused)
    if step.name == "save":
        _say_saved(request, load(request, pk))
    came_from = "?return=check" if step.back_to == "check" else ""
    place = step.remark_place or "#there"
    return redirect(reverse("practices:draft-files", args=[practice.pk]) + came_from + place)


def _add(request, practice):
    """Keep what was sent; returns why something was not."""
    sent = request.FILES.getlist("files")
    refused = [] if sent else [_("Choose at least one file.")]
    for upload in sent:
        try:
            add = actions.add_image if is_picture(upload) else actions.attach
            add(practice=practice, by=request.user, upload=upload)
        except ValidationError as error:
            refused += error.messages
    return refused


def _remove(request, practice, target):
    """Take one picture or file away, named like "images-12"."""
    kind, _dash, number = target.partition("-")
    if kind not in KINDS or not number.isdecimal() or len(number) > 12:
        raise Http404
    found = get_object_or_404(getattr(practice, kind), pk=int(number))
    actions.remove_file(file=found, by=request.user)
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.original_name})


def _listed(practice, posted):
    """Each picture and file with its form, and what a submission still needs of it."""
    return [
        {
            "file": one,
            "kind": kind,
            "form": form_of(one, posted),
            "needs": [*completeness.image_needs(one, practice).values()] if kind == "images" else [],
        }
        for kind in KINDS
        for one in getattr(practice, kind).all()
    ]


def _describe(request, listed):
    """Write what was changed; a form says what is wrong with it."""
    for form in (one["form"] for one in listed):
        if not (form.is_valid() and form.has_changed()):
            continue
        try:
            file = type(form.instance).objects.get(pk=form.instance.pk)  # without what the form put into its own
            actions.describe_file(file=file, by=request.user, **form.described())
        except ValidationError as error:
            form.add_error(None, error.messages)


def _say_saved(request, practice):
    number = sum(bool(completeness.image_needs(image, practice)) for image in practice.images.all())
    if not number:
        messages.success(request, _("The descriptions are saved."))
        return
    text = ngettext(
        "Saved. %(number)d picture is still incomplete: what a submission needs stands beside it.",
        "Saved. %(number)d pictures are still incomplete: what a submission needs stands beside them.",
        number,
    )
    messages.warning(request, text % {"number": number})


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
        practice = load(request, pk)
        return _page(request, practice, _listed(practice, None), refused=error.messages, place=f"#id_letter-{found.pk}")
    messages.success(request, _("The letter of %(name)s is kept.") % {"name": found.name})
    return redirect("practices:draft-files", practice.pk)


def _page(request, practice, listed, *, refused=(), notice="", place="#id_files"):
    """Show all files with their forms (``_listed``)."""
    errors = [{"text": text, "url": place} for text in refused] + errors_of(*(one["form"] for one in listed))
    context = {
        "nav_current": "workspace",
        "breadcrumbs": trail(practice, _("Pictures and files")),
        "practice": practice,
        "upload": UploadForm(),
        "files": listed,
        "remarks": practice.remarks.sent().filter(field="images").select_related("by", "answered_by"),
        "may_answer": bool(permissions.may_answer(request.user, practice)),
        "sign_offs": practice.sign_offs.all(),
        "errors": errors,
        "notice": notice,
        "person": kept.person_mark(request.user),
        "back_to": request.POST.get("return") or request.GET.get("return", ""),
        "most_bytes": uploads.MAX_BYTES,
        "most_files": uploads.MAX_FILES,
    }
    is_late = getattr(request, "is_late", False)
    return render(request, "workspace/files.html", context, status=403 if is_late else REFUSED if errors else 200)
