"""Which lines belong to whom an alert names."""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from storewarden.core.alerts import Alert
from storewarden.kernels.windows.columns import text
from storewarden.kernels.windows.recovery import recovered


def named(alerts: Iterable[Alert]) -> Mapping[str, frozenset[str]]:
    """The rules that named each address."""
    found: dict[str, set[str]] = {}
    for alert in alerts:
        for address in alert.addresses:
            found.setdefault(address, set()).add(alert.rule)
    return {address: frozenset(rules) for address, rules in found.items()}


def flagged(
    batch: pa.RecordBatch, named_by: Mapping[str, frozenset[str]]
) -> Mapping[int, frozenset[str]]:
    """The rows of a batch that come from named addresses, and the rules that named them.

    Args:
        batch: events.
        named_by: what `named` told, of the alerts of the whole file.
    """
    address = text(recovered(batch), "address")
    rules = [named_by.get(value or "") for value in address.values.to_pylist()]
    marked = address.spread(np.array([each is not None for each in rules], bool))
    return {int(row): rules[address.codes[row]] or frozenset() for row in np.flatnonzero(marked)}
