"""The audit trail can only grow: the database itself refuses to change or delete a line."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = "the audit trail is append-only"
SQLITE = (
    (
        f"""CREATE TRIGGER ledger_entry_stays BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
        "DROP TRIGGER ledger_entry_stays",
    ),
    (
        f"""CREATE TRIGGER ledger_entry_is_kept BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
        "DROP TRIGGER ledger_entry_is_kept",
    ),
)
POSTGRESQL = (
    (
        f"""CREATE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$""",
        "DROP FUNCTION ledger_entry_refuse()",
    ),
    (
        """CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE ON ledger_entry
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()""",
        "DROP TRIGGER ledger_entry_stays ON ledger_entry",
    ),
    (
        """CREATE TRIGGER ledger_entry_is_kept BEFORE TRUNCATE ON ledger_entry
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()""",
        "DROP TRIGGER ledger_entry_is_kept ON ledger_entry",
    ),
)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def close(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement, _ in STATEMENTS[editor.connection.vendor]:
        editor.execute(statement)


def open_again(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for _, statement in reversed(STATEMENTS[editor.connection.vendor]):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(close, open_again)]
