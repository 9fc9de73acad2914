"""Every change of the directory, one function each: permission asked, whole or not at all."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.shared import languages
from portal.shared.errors import WrongState

from . import permissions
from .models import Alias, Mandate, Membership, MembershipChange, NameIndex, Organisation
from .signals import names_changed


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
def request_mandate(*, officer, lrg):
    """Ask the secretariat to let ``officer`` act for ``lrg``; a second request while one stands changes nothing."""
    permissions.may_request_mandate(officer, lrg).require()
    standing = Mandate.objects.standing().filter(officer=officer, lrg=lrg).first()
    return standing or Mandate.objects.create(officer=officer, lrg=lrg)


@transaction.atomic
def confirm_mandate(*, mandate, by):
    """Let the officer act for the LRG. Raises WrongState unless the mandate is requested."""
    permissions.may_confirm_mandate(by).require()
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.state != Mandate.State.REQUESTED:
        raise WrongState(_("Only a requested mandate can be confirmed."), mandate.state)
    mandate.state, mandate.confirmed_at, mandate.confirmed_by = Mandate.State.CONFIRMED, timezone.now(), by
    mandate.save()
    return mandate


@transaction.atomic
def end_mandate(*, mandate, by):
    """Take the right back, or turn a request down; the row stays. Raises WrongState when it has ended."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    permissions.may_end_mandate(by, mandate).require()
    if mandate.state == Mandate.State.ENDED:
        raise WrongState(_("This mandate has ended already."), mandate.state)
    mandate.state, mandate.ended_at, mandate.ended_by = Mandate.State.ENDED, timezone.now(), by
    mandate.save()
    return mandate
