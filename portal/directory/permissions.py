"""Who may change the directory; each answer says why not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.shared.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "may I?": true when there is no ``reason`` against it."""

    reason: str = ""

    def __bool__(self):
        return not self.reason

    def require(self):
        """Raise NotAllowed unless the answer is yes."""
        if self.reason:
            raise NotAllowed(self.reason)


def may_edit(user):
    """Keep organisations, names and memberships: the secretariat."""
    if user.is_active and user.is_editor:
        return Answer()
    return Answer(_("Only the secretariat changes the directory."))


def may_request_mandate(user, lrg):
    """Ask to act for an LRG: anyone with an active account."""
    if not user.is_active:
        return Answer(_("This account is not active."))
    if not lrg.is_lrg:
        return Answer(_("A mandate is for a local or regional government."))
    return Answer()


def may_confirm_mandate(user):
    """Confirm or turn down a request: the secretariat."""
    if user.is_active and user.is_editor:
        return Answer()
    return Answer(_("Only the secretariat confirms mandates."))


def may_end_mandate(user, mandate):
    """End a mandate or withdraw the request: the officer, or the secretariat."""
    if user.is_active and (user.is_editor or user.pk == mandate.officer_id):
        return Answer()
    return Answer(_("Only the officer or the secretariat ends a mandate."))
