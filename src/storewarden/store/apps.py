"""What Django has to know about the ledger: its name, and nothing else."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger's tables; label ``ledger``, so they are called ``ledger_...``."""

    name = "storewarden.store"
    label = "ledger"
    verbose_name = "Ledger"
    default_auto_field = "django.db.models.BigAutoField"
