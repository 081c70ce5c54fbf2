"""How much something matters, in five grades."""

from enum import IntEnum


class Severity(IntEnum):
    """How much a finding matters; larger is worse, so severities compare and sort."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """The word that people read and type: ``high``."""
        return self.name.lower()
