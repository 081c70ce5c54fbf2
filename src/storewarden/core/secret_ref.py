"""Where a secret lies; never the secret itself."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SecretRef:
    """Where a secret lies: an environment variable or a file. Never the secret itself."""

    env: str | None = None
    file: Path | None = None

    def __str__(self) -> str:
        """Name the place, for messages."""
        return f"environment variable {self.env}" if self.env else f"file {self.file}"
