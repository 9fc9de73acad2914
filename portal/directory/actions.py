"""Every change of the directory, one function each: permission asked, whole or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import notices
from portal.accounts.models import User
from portal.shared import languages
from portal.shared.errors import WrongState

from . import permissions
from .models import Alias, Mandate, Membership, MembershipChange, NameIndex, Organisation
from .signals import mandate_ended, names_changed


@transaction.atomic
def create_organisation(*, by, kind, slug, names, aliases=(), sections=None, **fields):
    """Enter a body under its permanent address.

    ``names`` maps languages to names; further columns go in ``fields``, translated ones as language columns
    (``description_fr``). An LRG without ``sections`` gets those of its country.
    Side effects: its aliases (pairs of name and kind) and the name index. Raises ValidationError and NotAllowed.
    """
    permissions.may_edit(by).require()
    columns = {languages.column("name", language): name or None for language, name in names.items()}
    organisation = Organisation(kind=kind, slug=slug, **columns, **fields)
    organisation.full_clean()
    organisation.save()
    if sections is None:
        sections = organisation.country.sections.all() if organisation.is_lrg else []
    organisation.sections.set(sections)
    Alias.objects.bulk_create(
        Alias(organisation=organisation, name=name, kind=alias_kind) for name, alias_kind in aliases
    )
    index_names(organisation)
    return organisation


@transaction.atomic
def rename(*, organisation, names, by, keep_former=True):
    """Change the name in some languages (``names``: language → name); the address stays.

    Side effects: each former name becomes an alias unless ``keep_former`` is false (a typing error); name index.
    """
    permissions.may_edit(by).require()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    former = set()
    for language, name in names.items():
        column = languages.column("name", language)
        former.add(getattr(organisation, column))
        setattr(organisation, column, name or None)
    organisation.full_clean()
    organisation.save()
    current = {getattr(organisation, column) for column in languages.columns("name")}
    if keep_former:
        for name in filter(None, former - current):
            Alias.objects.get_or_create(organisation=organisation, name=name, defaults={"kind": Alias.Kind.FORMER})
    index_names(organisation)
    return organisation


@transaction.atomic
def add_alias(*, organisation, name, by, kind=Alias.Kind.ALSO):
    """Record another name under which the body is found. Side effect: name index."""
    permissions.may_edit(by).require()
    alias = Alias(organisation=organisation, name=name, kind=kind)
    alias.full_clean()
    alias.save()
    index_names(organisation)
    return alias


def index_names(*organisations):
    """Write the folded names and sort keys of ``organisations`` (saved bodies, any number, five queries at most)."""
    keys = [organisation.pk for organisation in organisations]
    names = languages.columns("name") + languages.columns("acronym")
    rows = Organisation.objects.filter(pk__in=keys).prefetch_related("aliases")
    NameIndex.objects.bulk_create(
        [
            NameIndex(
                organisation=row,
                folded=NameIndex.fold(
                    filter(
                        None, [*(getattr(row, name) for name in names), *(alias.name for alias in row.aliases.all())]
                    )
                ),
                **{
                    languages.column("sort_key", code): NameIndex.fold([_name_in(row, code)]).strip()[:200]
                    for code in languages.CODES
                },
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["folded", *languages.columns("sort_key")],
    )
    names_changed.send(sender=NameIndex, organisations=organisations)


def _name_in(organisation, language):
    """Return the name that a reader of ``language`` sees."""
    names = (getattr(organisation, languages.column("name", code)) for code in languages.preference(language))
    return next(filter(None, names), organisation.slug)


@transaction.atomic
def add_membership(
    *, network, by, member=None, role=Membership.Role.MEMBER, state=Membership.State.CONFIRMED, **fields
):
    """Give ``member`` a place in a network or project, or record an open place (state ``open``, no member).

    ``fields``: since, since_precision, position, description in language columns. Side effect: a line of history.
    """
    permissions.may_edit(by).require()
    if not network.is_network:
        raise ValidationError(_("Only a network or project has members."))
    membership = Membership(network=network, member=member, role=role, state=state, **fields)
    membership.full_clean()
    membership.save()
    record_memberships([membership], by=by)
    return membership


@transaction.atomic
def change_membership(*, membership, by, state, since=None, since_precision="day", member=None):
    """Confirm an expected member, fill an open place with ``member``, or end a membership.

    An open place that is filled keeps its description, so that the page still says what it waited for.
    Side effect: a line of history.
    """
    permissions.may_edit(by).require()
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.state == Membership.State.ENDED:
        raise WrongState(_("This membership has ended."), membership.state)
    membership.state = state
    membership.member = member or membership.member
    membership.since, membership.since_precision = since, since_precision
    membership.full_clean()
    membership.save()
    record_memberships([membership], by=by)
    return membership


def record_memberships(memberships, *, by):
    """Write the line of history that says how each of ``memberships`` stands from now on."""
    MembershipChange.objects.bulk_create(
        MembershipChange(
            membership=membership,
            state=membership.state,
            member=membership.member,
            since=membership.since,
            since_precision=membership.since_precision,
            entered_by=by,
        )
        for membership in memberships
    )


@transaction.atomic
def request_mandate(*, officer, lrg, message=""):
    """Ask the secretariat to let ``officer`` act for ``lrg``; a second request while one stands changes nothing.

    Side effect: the secretariat is told.
    """
    permissions.may_request_mandate(officer, lrg).require()
    standing = Mandate.objects.standing().filter(officer=officer, lrg=lrg).first()
    return standing or _enter_request(Mandate(officer=officer, lrg=lrg, message=message))


@transaction.atomic
def propose_lrg(*, officer, name, country, message=""):
    """Ask to act for a local government that the directory does not have; the same one twice changes nothing.

    Side effect: the secretariat is told.
    """
    permissions.may_propose_lrg(officer).require()
    standing = Mandate.objects.standing().filter(
        officer=officer, lrg=None, proposed_name__iexact=name, proposed_country=country
    )
    mandate = Mandate(officer=officer, proposed_name=name, proposed_country=country, message=message)
    return standing.first() or _enter_request(mandate)


def _enter_request(mandate):
    mandate.full_clean()
    mandate.save()
    notices.notify(
        recipients=User.objects.secretariat(),
        kind="mandate_requested",
        context={"lrg": mandate.lrg_name, "by": str(mandate.officer), "reason": mandate.message},
        url=reverse("directory:mandate-request", args=[mandate.pk]),
        by=mandate.officer,
    )
    return mandate


@transaction.atomic
def confirm_mandate(*, mandate, by, lrg=None):
    """Let the officer act for the LRG; one that was proposed is named by ``lrg``, from the directory.

    Side effect: the officer is told. Raises WrongState unless the mandate is requested, ValidationError without LRG.
    """
    permissions.may_confirm_mandate(by).require()
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if mandate.state != Mandate.State.REQUESTED:
        raise WrongState(_("Only a requested mandate can be confirmed."), mandate.state)
    mandate.lrg = mandate.lrg or lrg
    if mandate.lrg:
        permissions.may_request_mandate(mandate.officer, mandate.lrg).require()
    mandate.state, mandate.confirmed_at, mandate.confirmed_by = Mandate.State.CONFIRMED, timezone.now(), by
    mandate.full_clean()
    mandate.save()
    _tell("mandate_confirmed", [mandate.officer], mandate, by=by)
    return mandate


@transaction.atomic
def confirm_new_lrg(*, mandate, by, slug, names, country, lrg_type):
    """Enter the local government that an officer proposed, and let the officer act for it."""
    lrg = create_organisation(
        by=by, kind=Organisation.Kind.LRG, slug=slug, names=names, country=country, lrg_type=lrg_type
    )
    return confirm_mandate(mandate=mandate, by=by, lrg=lrg)


@transaction.atomic
def end_mandate(*, mandate, by, reason="", successor=None):
    """Take the right back, or turn a request down; the row stays.

    ``successor``, a colleague with a mandate for the same LRG, takes over what the officer had begun. The drafts belong
    to the LRG and stay where they are. Side effects: the signal ``mandate_ended``; officer and successor are told.
    Raises WrongState when it has ended, ValidationError for a successor who does not act for the LRG.
    """
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    permissions.may_end_mandate(by, mandate).require()
    if mandate.state == Mandate.State.ENDED:
        raise WrongState(_("This mandate has ended already."), mandate.state)
    if successor and successor.pk not in mandate.colleagues().values_list("officer", flat=True):
        raise ValidationError(_("Only somebody who acts for the same local government can take over."))
    mandate.state, mandate.ended_at, mandate.ended_by = Mandate.State.ENDED, timezone.now(), by
    mandate.save()
    mandate_ended.send(sender=Mandate, mandate=mandate, successor=successor, by=by)
    _tell("mandate_ended", [mandate.officer], mandate, by=by, reason=reason)
    if successor:
        _tell("handed_over", [successor], mandate, by=by)
    return mandate


def _tell(kind, recipients, mandate, *, by, **context):
    notices.notify(
        recipients=recipients, kind=kind, context={"lrg": mandate.lrg_name, **context}, url=_workspace(), by=by
    )


def _workspace():
    """Return where an officer goes on: a room above this one, so it is known by its address alone."""
    return f"/{languages.current()}/workspace/"
