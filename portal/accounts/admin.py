"""Accounts in the admin: for administrators only (see ``User.has_module_perms``)."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from . import mail_admin  # noqa: F401 - registers itself
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
