from django.db import migrations


def vouch(apps, schema_editor):
    """Accounts that are older than sign-up were made by administrators: their addresses count as verified."""
    Address = apps.get_model("account", "EmailAddress")
    known = set(Address.objects.values_list("user_id", flat=True))
    Address.objects.bulk_create(
        Address(user_id=user.pk, email=user.email, verified=True, primary=True)
        for user in apps.get_model("accounts", "User").objects.all()
        if user.pk not in known
    )


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_api_tokens"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
