"""Accounts in the admin: for administrators only (see ``User.has_module_perms``)."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from . import (
    actions,
    mail_admin,  # noqa: F401 - registers itself
)
from .models import User


class NewAccountForm(AdminUserCreationForm):
    """Django's form for a new account, with our login field."""

    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = {}


class AccountForm(UserChangeForm):
    """Django's form for an existing account (password shown as a link to change it)."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Roles, languages, deactivation."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ("email", "name", "role", "language", "is_active", "joined_at")
    list_filter = ("role", "is_active", "language")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "language")}),
        (_("Rights"), {"fields": ("role", "is_active")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("email", "name", "role", "language", "usable_password", "password1", "password2")},
        ),
    )
    actions = ["remove_second_factor"]

    def save_model(self, request, person, form, change):
        """Save, and end every session and token of an account that is not active."""
        super().save_model(request, person, form, change)
        if not person.is_active:
            actions.end_access(user=person)

    @admin.action(description=_("Remove the second factor (the telephone is lost)"))
    def remove_second_factor(self, request, queryset):
        """Let people set up a new authenticator app, whom the secretariat has recognised by other means."""
        for person in queryset:
            actions.remove_second_factor(user=person, by=request.user)
        self.message_user(request, _("The second factor has been removed and every session ended."))


# What belongs to people alone: keys of their second factor and their sessions are not read or made by others.
admin.site.unregister([Authenticator, UserSession])
