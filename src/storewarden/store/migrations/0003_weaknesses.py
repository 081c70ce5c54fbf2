"""A finding keeps the published weaknesses that it is about, and the row that set its dates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AddField("FindingRow", "named", models.JSONField(null=True)),
        migrations.AddField("FindingRow", "dated", models.JSONField(null=True)),
    ]
