"""Registering for an event, and the page of one's own registration."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.forms import sent, status_of

from .. import actions, permissions
from ..enums import Status
from ..forms_registration import OwnPageForm, RegistrationForm
from ..models import Event, Registration


def load_event(request, slug):
    """Return a published event that takes registrations; for who may not read it, it does not exist."""
    events = Event.objects.visible_to(request.user).published()
    return get_object_or_404(events.filter(takes_registrations=True), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request, slug):
    """The form; who is registered already, and who is not, reads the same answer."""
    event, person = load_event(request, slug), request.user if request.user.is_authenticated else None
    answer = permissions.may_register(event)
    form = RegistrationForm(sent(request), person=person) if answer else None
    if request.method == "POST":
        answer.require()
        if form.is_valid():
            if not ratelimit.consume(request, action="register_for_event"):
                return ratelimit.respond_429(request)
            values = {"email": person.email} | form.values if person else form.values
            try:
                _register(request, event, person, values)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("events:registered", event.slug)
    context = {
        "nav_current": "events",
        "breadcrumbs": _trail(event, _("Register")),
        "event": event,
        "title": event.text("title"),
        "form": form,
        "person": person,
        "why_not": answer.reason,
        "offered": _offered(event) if form and not person else [],
    }
    return render(request, "events/register.html", context, status=status_of(form) if form else 200)


def _register(request, event, person, values):
    """Register; an address that is tried again and again gets no more than a few mails an hour."""
    key = f"{event.pk} {values['email'].lower()}"
    tells_again = ratelimit.consume(request, action="tell_registered_again", key=key)
    actions.register(event=event, by=person, tells_again=bool(tells_again), **values)


def _offered(event):
    """Return the names of the local governments that take part: most people who register come from one."""
    return [str(row.lrg) for row in event.delegations.filter(lrg__isnull=False).select_related("lrg")]


@require_safe
@never_cache
def registered(request, slug):
    """What happens next, whether or not the address was new."""
    event = load_event(request, slug)
    context = {"nav_current": "events", "breadcrumbs": _trail(event, _("Register")), "event": event}
    context["title"] = event.text("title")
    return render(request, "events/registered.html", context)


def _trail(event, label):
    home = {"label": _("Peer learning"), "url": reverse("events:browse")}
    return [home, {"label": str(event.text("title")), "url": event.get_absolute_url()}, {"label": label}]


# One's own registration ---------------------------------------------------------------------------


def _own(token):
    """Return the registration of a personal link; once it is anonymous, the link leads nowhere."""
    found = Registration.objects.filter(anonymised_at=None).select_related("event", "country", "organisation")
    return get_object_or_404(found, token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def registration(request, token):
    """What we keep of you; language and needs can be changed, the place given back."""
    own = _own(token)
    may_change = permissions.may_change_registration(own)
    start = {"language": own.language, "requirements": own.requirements}
    form = OwnPageForm(sent(request), initial=start) if may_change else None
    if request.method == "POST":
        may_change.require()
        if form.is_valid():
            actions.change_registration(registration=own, **form.cleaned_data)
            with override(form.cleaned_data["language"]):
                messages.success(request, _("Your registration has been changed."))
                return redirect("events:registration", own.token)
    context = {
        "nav_current": "events",
        "breadcrumbs": [{"label": _("Your registration")}],
        "registration": own,
        "event": own.event,
        "title": own.event.text("title"),
        "is_public": own.event.status == Status.PUBLISHED,
        "facts": _facts(own),
        "form": form,
        "why_not": may_change.reason,
    }
    return render(request, "events/registration.html", context, status=status_of(form) if form else 200)


def _facts(own):
    return [
        {"label": _("Name"), "value": own.name},
        {"label": _("E-mail address"), "value": own.email},
        {"label": _("Position"), "value": own.position_title},
        {"label": _("Organization"), "value": str(own.organisation or own.organisation_name)},
        {"label": _("Country or area"), "value": own.country.display_name if own.country else ""},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request, token):
    """Give the place back, after a question."""
    own = _own(token)
    permissions.may_change_registration(own).require()
    if request.method == "POST":
        actions.cancel_registration(registration=own)
        messages.success(request, _("Your registration is cancelled."))
        return redirect("events:registration", own.token)
    page = {"label": _("Your registration"), "url": reverse("events:registration", args=[token])}
    context = {
        "nav_current": "events",
        "breadcrumbs": [page, {"label": _("Cancel")}],
        "registration": own,
        "event": own.event,
        "title": own.event.text("title"),
    }
    return render(request, "events/registration_cancel.html", context)
