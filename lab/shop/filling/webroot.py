"""Writes the files that lie in the shop's web root and should not (planted)."""

import shutil
from pathlib import Path

CONFIG = """[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[remote "origin"]
\turl = ssh://git@code.tern-thistle.example/shop.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
\tmerge = refs/heads/main
"""
DUMP = Path(__file__).with_name("dump.sql").read_text("utf-8")
FILES = {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": CONFIG,
    "backup/shop.sql": DUMP,
    "robots.txt": "User-agent: *\nDisallow: /basket/\nDisallow: /checkout/\n",
}


def fill_webroot(folder: Path) -> None:
    """Write them all into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
