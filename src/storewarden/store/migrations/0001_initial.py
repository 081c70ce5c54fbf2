"""The four tables of the ledger, and the beginning of the trail."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin_the_trail(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    heads: type[models.Model] = apps.get_model("ledger", "HeadRow")
    heads.objects.using(editor.connection.alias).create(id=1, count=0, digest="")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FindingRow",
            fields=[
                ("id", models.TextField(primary_key=True, serialize=False)),
                ("check_id", models.TextField()),
                ("step", models.TextField()),
                ("asset", models.TextField()),
                ("subject", models.TextField()),
                ("severity", models.SmallIntegerField()),
                ("state", models.TextField()),
                ("owner", models.TextField()),
                ("said", models.TextField()),
                ("evidence", models.JSONField()),
                ("first_seen", models.DateTimeField()),
                ("last_seen", models.DateTimeField()),
                ("read_by", models.DateField()),
                ("fix_by", models.DateField()),
                ("acknowledged_by", models.TextField(null=True)),
                ("reason", models.TextField(null=True)),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "ledger_finding",
            },
        ),
        migrations.CreateModel(
            name="HeadRow",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("count", models.BigIntegerField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "ledger_head",
            },
        ),
        migrations.CreateModel(
            name="EntryRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("finding", models.TextField(null=True)),
                ("note", models.TextField()),
                ("fingerprint", models.TextField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "ledger_entry",
                "indexes": [models.Index(fields=["finding", "number"], name="ledger_entry_story")],
            },
        ),
        migrations.CreateModel(
            name="StandingRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("check_id", models.TextField()),
                ("step", models.TextField()),
                ("asset", models.TextField()),
                ("subject", models.TextField()),
                ("outcome", models.TextField()),
                ("said", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_standing",
                "indexes": [
                    models.Index(fields=["check_id", "asset"], name="ledger_standing_pair")
                ],
            },
        ),
        migrations.RunPython(begin_the_trail, migrations.RunPython.noop),
    ]
