"""Every target, by name."""

from tests.fuzz import lists, logs, sent, shops, written

TARGETS = {
    target.name: target
    for target in (*logs.TARGETS, *sent.TARGETS, *lists.TARGETS, *written.TARGETS, *shops.TARGETS)
}
