"""The fuse box: the one room that finds and plugs concrete things together.

It alone walks folders and reads the clock. Everything is imported when it is asked for, so that
``storewarden --help`` stays fast. A new wire is a function in the module of its concern; here stand
the ones that many commands use.
"""

from storewarden.bootstrap.clock import microseconds, now
from storewarden.bootstrap.history import load_followed, load_history, log_batches, look_through
from storewarden.bootstrap.installed import (
    BEHAVIOURS,
    FEATURES,
    PATTERNS,
    RULES,
    installed_behaviours,
    installed_checks,
    installed_connectors,
    installed_drivers,
    installed_features,
    installed_patterns,
    installed_recognisers,
    installed_table_forms,
    matcher,
    rulebook,
)
from storewarden.bootstrap.looking import access_to, check, report, scoreboard
from storewarden.bootstrap.opening import (
    LEDGER_URL,
    OWN_FOLDER,
    first_estate,
    ledger_place,
    load_estate,
    open_events,
    open_ledger,
    open_tables,
    secret,
)
from storewarden.bootstrap.river import asked, watch
from storewarden.bootstrap.serving import serve
from storewarden.bootstrap.walking import files_in, groups_of_connectors, modules_in

__all__ = [
    "BEHAVIOURS",
    "FEATURES",
    "LEDGER_URL",
    "OWN_FOLDER",
    "PATTERNS",
    "RULES",
    "access_to",
    "asked",
    "check",
    "files_in",
    "first_estate",
    "groups_of_connectors",
    "installed_behaviours",
    "installed_checks",
    "installed_connectors",
    "installed_drivers",
    "installed_features",
    "installed_patterns",
    "installed_recognisers",
    "installed_table_forms",
    "ledger_place",
    "load_estate",
    "load_followed",
    "load_history",
    "log_batches",
    "look_through",
    "matcher",
    "microseconds",
    "modules_in",
    "now",
    "open_events",
    "open_ledger",
    "open_tables",
    "report",
    "rulebook",
    "scoreboard",
    "secret",
    "serve",
    "watch",
]
