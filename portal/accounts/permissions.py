"""Who may change accounts; each answer says why not."""

from django.utils.translation import gettext as _

from portal.shared.errors import YES, no

#: Tokens that one person may have at a time.
MAX_TOKENS = 20


def may_change_profile(by, user):
    """Change name, language and mail: the person."""
    if by.is_active and by.pk == user.pk:
        return YES
    return no(_("Only the person changes their own account here."))


def may_create_token(user):
    """Make a token for the API: anyone with an active account, up to a number."""
    if not user.is_active:
        return no(_("This account is not active."))
    if user.auth_token_set.count() >= MAX_TOKENS:
        return no(_("You have as many tokens as one account can have: revoke one first."))
    return YES


def may_revoke_token(user, token):
    """End a token: whoever made it."""
    if user.pk == token.user_id:
        return YES
    return no(_("Only the person who made a token revokes it here."))


def may_remove_second_factor(user):
    """Remove somebody's second factor: administrators."""
    if user.is_active and user.is_superuser:
        return YES
    return no(_("Only an administrator removes a second factor."))
