"""Mail in the admin, for administrators: the texts to reword, and what the outbox does.

Bodies are not shown: they hold links that open accounts. Nothing is sent from here.
"""

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log

from . import letters, outbox

for model in (Attachment, Email, EmailTemplate, Log):
    try:
        admin.site.unregister(model)
    except NotRegistered:  # a later version of the package may leave one out
        continue


class TextForm(ModelForm):
    """A text of a mail; refuses what could not be sent."""

    class Meta:
        model = EmailTemplate
        fields = ("subject", "content", "html_content")

    def clean(self):
        """Write a letter with sample values in it."""
        data = super().clean()
        if not self.errors:
            wording = letters.Wording(data["subject"], data["content"], data.get("html_content") or "")
            if problem := letters.problem_of(wording):
                raise ValidationError(problem)
        return data


@admin.register(EmailTemplate)
class TextAdmin(admin.ModelAdmin):
    """One row per kind and language; they come from ``load_mail_templates``."""

    change_form_template = "admin/change_form.html"  # the package's own offers what we do not
    form = TextForm
    list_display = ("name", "language", "subject", "last_updated")
    list_filter = ("language",)
    search_fields = ("name", "subject", "content")
    readonly_fields = ("name", "language", "placeholders")
    fields = ("name", "language", "placeholders", "subject", "content", "html_content")

    @admin.display(description=_("What the text may name"))
    def placeholders(self, _text):
        """The placeholders, as they are written."""
        return " ".join(f"{{{{ {name} }}}}" for name in letters.PLACEHOLDERS)

    def has_add_permission(self, request):
        """Nobody: the kinds are the portal's."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: ``load_mail_templates --overwrite`` puts the portal's texts back."""
        return False


@admin.register(Email)
class OutboxAdmin(admin.ModelAdmin):
    """To whom, when, and what came of it."""

    change_form_template = "admin/change_form.html"
    list_display = ("subject", "to", "status", "number_of_retries", "scheduled_time", "created")
    list_filter = ("status",)
    search_fields = ("to", "subject")
    date_hierarchy = "created"
    fields = ("subject", "to", "status", "number_of_retries", "scheduled_time", "created", "log")
    actions = ("send_again",)

    @admin.display(description=_("What happened"))
    def log(self, mail):
        """The attempts, newest first."""
        lines = mail.logs.order_by("-date", "-pk")[:20]
        return "\n".join(f"{line.date:%Y-%m-%d %H:%M} {line.exception_type} {line.message}".strip() for line in lines)

    @admin.action(description=_("Send again what failed"), permissions=["view"])
    def send_again(self, request, mails):
        """Put failed mails back into the queue."""
        number = outbox.requeue(mails.filter(status=STATUS.failed))
        self.message_user(request, _("%(number)s mails wait to be sent again.") % {"number": number})

    def has_add_permission(self, request):
        """Nobody: mails are written by what happens."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody: what was said was said."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody: ``deliver_mail`` deletes what is old."""
        return False
