"""The family of errors: each tells what happened, to what, and what follows; never a secret."""


class StorewardenError(Exception):
    """The parent of every error that Storewarden raises on purpose."""


class EstateError(StorewardenError):
    """The estate file cannot be used; the message names file, line, key and what was expected."""


class Unreachable(StorewardenError):
    """Something outside did not answer, or not in time, or not with what was asked for."""


class Unreadable(StorewardenError):
    """A file of ours is there and cannot be read; what it would tell is unknown, not none."""


class OutOfScope(StorewardenError):
    """A request was not sent because the estate does not name its target as ours."""


class BudgetSpent(StorewardenError):
    """A request was not sent because the asset's request budget is used up."""


class SecretMissing(StorewardenError):
    """An environment variable or file that the estate names for a secret is not there."""


class LedgerError(StorewardenError):
    """The ledger cannot be opened, read or written; what was acknowledged before is kept."""


class LedgerTooNew(LedgerError):
    """A newer Storewarden wrote the ledger; this one leaves it untouched."""


class EventStoreError(StorewardenError):
    """The event store cannot be opened, read or written; what was acknowledged before is kept."""


class HuntRefused(StorewardenError):
    """A question cannot be put to the event store as it was asked; nothing was looked at."""


class AlreadyRunning(StorewardenError):
    """Another check of the same estate is at work; this one did nothing."""


class NoSuchFinding(StorewardenError):
    """No finding in the ledger has that id."""


class NotAllowed(StorewardenError):
    """A finding cannot go from its state into the one asked for; nothing was changed."""


class Undeliverable(StorewardenError):
    """A notice was refused for good; trying again changes nothing."""


class LinkRefused(StorewardenError):
    """A signed link is forged, has ended or was used; the message says which, and what then."""
