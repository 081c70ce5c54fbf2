"""Where the lab keeps its secrets: one file each in the state folder, made when first asked for."""

import secrets
from pathlib import Path


def secret(state: Path, name: str) -> str:
    """Read the secret of that name; the first to ask makes it, whichever process it is."""
    path = state / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    keep(path, secrets.token_urlsafe(32))
    return path.read_text("ascii")


def keep(path: Path, text: str) -> None:
    """Write a secret that only we may read, unless there is one already."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    half.touch(mode=0o600)
    half.write_text(text, "utf-8")
    try:
        path.hardlink_to(half)
    except FileExistsError:
        pass
    finally:
        half.unlink()
