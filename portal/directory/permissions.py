"""Who may change the directory; each answer says why not."""

from django.utils.translation import gettext as _

from portal.shared.errors import YES, no


def may_edit(user):
    """Keep organisations, names and memberships: the secretariat."""
    if user.is_active and user.is_editor:
        return YES
    return no(_("Only the secretariat changes the directory."))


def may_request_mandate(user, lrg):
    """Ask to act for an LRG: anyone with an active account."""
    if not user.is_active:
        return no(_("This account is not active."))
    if not lrg.is_lrg:
        return no(_("A mandate is for a local or regional government."))
    return YES


def may_propose_lrg(user):
    """Ask to act for an LRG that is not in the directory: anyone with an active account."""
    if user.is_active:
        return YES
    return no(_("This account is not active."))


def may_confirm_mandate(user):
    """Confirm or turn down a request: the secretariat."""
    if user.is_active and user.is_editor:
        return YES
    return no(_("Only the secretariat confirms mandates."))


def may_end_mandate(user, mandate):
    """End a mandate or withdraw the request: the officer, or the secretariat."""
    if user.is_active and (user.is_editor or user.pk == mandate.officer_id):
        return YES
    return no(_("Only the officer or the secretariat ends a mandate."))
