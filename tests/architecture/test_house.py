"""The house is kept: pages beside the rooms, no folder that the contracts cannot see."""

from pathlib import Path

import storewarden

HOME = Path(storewarden.__file__).parent
LEAVES = {"cases", "templates", "static", "migrations", "__pycache__"}


def folders() -> list[Path]:
    found = [path for path in HOME.rglob("*") if path.is_dir()]
    return [path for path in found if not LEAVES & set(path.relative_to(HOME).parts)]


def is_leaf(folder: Path) -> bool:
    """A check, connector, driver, recogniser or page: its docstring is its page."""
    rooms = {"checks", "console", "kernels", "commands", "exports"}
    return folder.parent.name in rooms or folder.parent.parent.name == "connectors"


def test_every_folder_of_code_is_a_package_that_the_contracts_see() -> None:
    hidden = [
        str(folder.relative_to(HOME))
        for folder in folders()
        if list(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert hidden == []


def test_every_room_opens_with_a_page() -> None:
    silent = [
        str(folder.relative_to(HOME))
        for folder in [HOME, *folders()]
        if (folder / "__init__.py").exists()
        and not is_leaf(folder)
        and folder.name != "checks"
        and not (folder / "README.md").exists()
    ]
    assert silent == []


def test_a_room_s_page_is_at_most_a_page() -> None:
    long = [
        str(page.relative_to(HOME))
        for page in HOME.rglob("README.md")
        if len(page.read_text("utf-8").splitlines()) > 60
    ]
    assert long == []
