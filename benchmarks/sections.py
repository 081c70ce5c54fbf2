"""Puts RESULTS.md together from the sections that each benchmark writes for itself."""

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
SECTIONS: Final = HERE / "results"


def write(section: str, text: str) -> None:
    """Keep a section (by the name that orders it) and write the page of all of them."""
    SECTIONS.mkdir(exist_ok=True)
    (SECTIONS / f"{section}.md").write_text(text, "utf-8")
    parts = [file.read_text("utf-8").strip() for file in sorted(SECTIONS.glob("*.md"))]
    (HERE / "RESULTS.md").write_text("\n\n".join(["# Results", *parts]) + "\n", "utf-8")
    print(text)
