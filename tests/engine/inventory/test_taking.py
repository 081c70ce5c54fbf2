"""One walk tells every component once; what cannot be read is told, and stops nobody else."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storewarden.core.errors import Unreachable, Unreadable
from storewarden.core.inventory import Component, Found, Gap, Inventory, InventoryReader
from storewarden.engine.inventory import take
from storewarden.engine.inventory.tree import DiskTree
from storewarden.engine.inventory.walking import DEEPEST


def told(found: Found) -> Iterator[Component]:
    """A reader of files that hold nothing but a version."""
    text = found.content().decode()
    if text == "ring":
        raise RecursionError
    yield Component(f"pkg:generic/{found.name.partition('.')[0].lower()}", text, found.path)


VERSIONS = InventoryReader(("*.version", "deep/exact.txt"), told)


def listed(found: Found) -> Iterator[Component]:
    for name in found.tree.folders(found.path):
        yield Component(f"pkg:generic/{name}", "1", found.inside(name))


PLUGINS = InventoryReader(("content/plugins/",), listed)


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_mark_is_compared_with_the_end_of_the_path_without_regard_to_case(tmp_path: Path) -> None:
    files = {
        "One.VERSION": "1",
        "x/deep/EXACT.txt": "2",
        "x/exact.txt": "3",
        "x/two.version.bak": "4",
        "content/plugins/p/readme.txt": "",
        "plugins/q/readme.txt": "",
    }
    assert take(write(tmp_path, files), [VERSIONS, PLUGINS]) == Inventory(
        (
            Component("pkg:generic/exact", "2", "x/deep/EXACT.txt"),
            Component("pkg:generic/one", "1", "One.VERSION"),
            Component("pkg:generic/p", "1", "content/plugins/p"),
        )
    )


def test_a_mark_for_all_that_lies_in_a_folder(tmp_path: Path) -> None:
    every = InventoryReader(("lists/parts.d/*",), told)
    files = {"lists/parts.d/a": "1", "lists/parts.d/B": "2", "parts.d/c": "3", "lists/d": "4"}
    assert [one.version for one in take(write(tmp_path, files), [every]).components] == ["1", "2"]


def test_the_looked_at_folder_s_own_name_counts_for_marks(tmp_path: Path) -> None:
    write(tmp_path, {"content/plugins/p/readme.txt": "", "deep/exact.txt": "2"})
    assert [c.purl for c in take(tmp_path / "content/plugins", [PLUGINS]).components] == [
        "pkg:generic/p"
    ]
    assert [c.purl for c in take(tmp_path / "deep", [VERSIONS]).components] == ["pkg:generic/exact"]


def test_the_same_component_counts_once_by_the_first_place(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.version": "1", "b/x.version": "1", "c/x.version": "2"})
    assert [(c.version, c.found_in) for c in take(tmp_path, [VERSIONS]).components] == [
        ("1", "a/x.version"),
        ("2", "c/x.version"),
    ]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "no version is written there"),
        ("1" * 10_000, "its version is 10,000 letters long"),
        ("1\x1b[2J", "its version has signs that cannot be shown"),
    ],
)
def test_a_version_that_is_none_is_unreadable(tmp_path: Path, text: str, because: str) -> None:
    write(tmp_path, {"x.version": text})
    expected = Component("pkg:generic/x", "", "x.version", unreadable=because)
    assert take(tmp_path, [VERSIONS]) == Inventory((expected,))


def test_a_broken_file_is_a_gap_and_the_others_are_told(tmp_path: Path) -> None:
    write(tmp_path, {"a.version": "ring", "c.version": "1"})
    (tmp_path / "b.version").write_bytes(b"\xff\xfe")
    assert take(tmp_path, [VERSIONS]) == Inventory(
        (Component("pkg:generic/c", "1", "c.version"),),
        (
            Gap("a.version", "is broken: RecursionError"),
            Gap("b.version", "is broken: UnicodeDecodeError"),
        ),
    )


def test_links_lead_nowhere_twice_and_never_out(tmp_path: Path) -> None:
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    write(outside, {"secret.version": "9"})
    write(tree, {"a/x.version": "1"})
    (tree / "a/ring").symlink_to(tree)
    (tree / "b").symlink_to(tree / "a")
    (tree / "out").symlink_to(outside)
    (tree / "self").symlink_to("self")
    (tree / "y.version").symlink_to(outside / "secret.version")
    (tree / "z.version").symlink_to("a/x.version")
    assert take(tree, [VERSIONS]) == Inventory(
        (
            Component("pkg:generic/x", "1", "a/x.version"),
            Component("pkg:generic/z", "1", "z.version"),
        ),
        (
            Gap("out", "is a link out of the tree, so it was not looked into"),
            Gap("y.version", "is a link out of the tree, so it was not read"),
        ),
    )


def test_a_large_file_and_a_pipe_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.version").open("wb") as big:
        big.truncate(200 * 1024**2)
    os.mkfifo(tmp_path / "pipe.version")
    assert take(tmp_path, [VERSIONS]).gaps == (
        Gap("big.version", "is larger than 33,554,432 bytes"),
        Gap("pipe.version", "is no plain file"),
    )


def test_what_lies_too_deep_is_told(tmp_path: Path) -> None:
    deepest = "/".join(["d"] * DEEPEST)
    write(tmp_path, {f"{deepest}/x.version": "1", f"{deepest}/d/y.version": "1"})
    assert take(tmp_path, [VERSIONS]) == Inventory(
        (Component("pkg:generic/x", "1", f"{deepest}/x.version"),),
        (Gap(f"{deepest}/d", f"lies deeper than {DEEPEST} folders, so it was not looked into"),),
    )


def test_what_packages_bring_along_is_not_the_project_s(tmp_path: Path) -> None:
    files = {
        "x.version": "1",
        "vendor/composer/x.version": "2",
        "vendor/acme/tool/x.version": "3",
        "app/node_modules/tool/x.version": "4",
        "lib/python3/site-packages/x.version": "5",
        "my_node_modules/x.version": "6",
    }
    root = write(tmp_path, files)
    ours = InventoryReader(VERSIONS.finds, VERSIONS.read, of_projects=True)
    assert [one.version for one in take(root, [ours]).components] == ["1", "2", "6"]
    assert len(take(root, [VERSIONS]).components) == 6


def test_a_folder_that_is_not_there_is_no_empty_inventory(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="gone is not there"):
        take(tmp_path / "gone", [VERSIONS])


def test_a_reader_sees_links_to_folders_and_may_read_those_inside_only(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "tree"
    write(outside, {"f": "no"})
    write(root, {"real/f": "yes", "top": "12345"})
    (root / "in").symlink_to("real")
    (root / "out").symlink_to(outside)
    tree = DiskTree(root)
    assert (tree.folders(""), tree.files(""), tree.files("gone")) == (
        ["in", "out", "real"],
        ["top"],
        [],
    )
    assert (tree.read("in/f"), tree.head("top", 2), tree.has("in/f")) == (b"yes", b"12", True)
    assert (tree.has("out/f"), tree.has("../outside/f"), tree.has("gone")) == (False, False, False)
    for refused in ("out/f", "../outside/f", "/etc/hostname", "gone", "real", "a\0b"):
        with pytest.raises(Unreadable):
            tree.read(refused)
    with tree.open("top") as file:
        assert file.seek(3) == 3
        assert file.read() == b"45"
