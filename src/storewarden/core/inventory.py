"""The inventory: every piece of software that an estate runs, named by its package URL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of software that we run, as far as it could be told.

    Attributes:
        purl: package URL without version, qualifiers and subpath, normalised as its type demands:
            ``pkg:composer/magento/product-community-edition``, ``pkg:pypi/django``,
            ``pkg:wordpress/plugin/contact-form-7``, ``pkg:deb/debian/openssl`` (for distributions
            the *source* package).
        version: as installed or pinned; empty when it could not be told.
        found_in: the file or place that says so, relative to what was looked at.
        release: of a distribution: ``debian-12``, ``ubuntu-24.04``, ``alpine-3.20``; else empty.
        newest: when only a range could be told (from outside): the newest version that it may be;
            ``version`` is then the oldest.
        unreadable: why the version could not be told; empty when it was.
        mitigated: why a weakness of this component does not apply (``JndiLookup was removed``);
            empty when nothing of the kind is known.
        mitigates: names of the weaknesses that ``mitigated`` speaks of; empty when of all.
        binary: names of the binary packages built from a distribution's source package.
    """

    purl: str
    version: str
    found_in: str
    release: str = ""
    newest: str = ""
    unreadable: str = ""
    mitigated: str = ""
    mitigates: tuple[str, ...] = ()
    binary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in which components may be that nobody could read, and why: unknown is not none.

    ``found_in`` is relative to what was looked at; empty for all of it.
    """

    found_in: str
    because: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What something is made of; each component once, by the first place that tells of it."""

    components: tuple[Component, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Tree(Protocol):
    """A folder that is looked at, read within bounds and never out of it.

    Paths are relative to it, with ``/``; the empty path is the folder itself. Names come sorted
    and are hostile text. Every method raises `Unreadable` for what is there and cannot be read: a
    link that leads out of the tree, a file that is too large, no plain file, or not permitted.
    """

    @property
    def name(self) -> str:
        """The name of the folder itself."""
        ...

    def folders(self, folder: str) -> Sequence[str]:
        """The names of the folders in a folder, links to folders among them; none if missing."""
        ...

    def files(self, folder: str) -> Sequence[str]:
        """The names of all else in a folder; none if it is missing."""
        ...

    def has(self, path: str) -> bool:
        """Is there a file or folder of this path, inside the tree?"""
        ...

    def head(self, path: str, most: int = 8_192) -> bytes:
        """The first bytes of a file, however large it is; raises `Unreadable` if missing."""
        ...

    def read(self, path: str, most: int = 32 * 1024**2) -> bytes:
        """A whole file; raises `Unreadable` when it is larger than that, or missing."""
        ...

    def open(self, path: str) -> BinaryIO:
        """A plain file to be read from anywhere and closed, as archives need it; `Unreadable`."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder of a tree that bears a reader's mark; ``path`` is relative to the tree."""

    tree: Tree
    path: str

    @property
    def name(self) -> str:
        """Its own name; of the top of the tree, the tree's name."""
        return self.path.rpartition("/")[2] or self.tree.name

    @property
    def folder(self) -> str:
        """The path of the folder that it lies in; empty for the top of the tree."""
        return self.path.rpartition("/")[0]

    @property
    def parent(self) -> str:
        """The name of the folder that it lies in; empty for the top of the tree itself."""
        return (self.folder.rpartition("/")[2] or self.tree.name) if self.path else ""

    def content(self) -> bytes:
        """The whole file; raises `Unreadable`."""
        return self.tree.read(self.path)

    def beside(self, name: str) -> str:
        """The path of something in the same folder; ``name`` may lead further down."""
        return f"{self.folder}/{name}" if self.folder else name

    def inside(self, name: str) -> str:
        """The path of something in this folder; ``name`` may lead further down."""
        return f"{self.path}/{name}" if self.path else name


@dataclass(frozen=True, slots=True)
class InventoryReader:
    """Reads components from the files or folders of a tree that bear its marks.

    A reader is one folder ``connectors/<group>/<name>/`` whose ``inventory.py`` holds
    ``INVENTORY``; nothing is listed anywhere. One walk over the tree serves all readers.

    Attributes:
        finds: marks, compared with the end of a path without regard to case: ``composer.lock``,
            ``wp-includes/version.php``, ``*.dist-info/metadata``; each part is a name or a pattern
            with ``*``. A mark that ends with ``/`` finds folders: ``wp-content/plugins/``.
        read: what bears a mark -> its components. A component whose version cannot be told is
            there all the same, with ``unreadable``. It may raise `Unreadable`, OSError,
            ValueError, RecursionError and msgspec's errors: then the place becomes a `Gap`, and
            what was told before stays. Two readers may find the same component: it counts once.
        of_projects: its files count in a project alone, not in packages that are installed in it:
            lock files that such packages bring along say what their makers worked with, not what
            runs here.
    """

    finds: tuple[str, ...]
    read: Callable[[Found], Iterable[Component]]
    of_projects: bool = False
