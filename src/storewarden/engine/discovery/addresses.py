"""Looks at a web address: which site it is, and on which platform it runs."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from storewarden.core.connectors import Recogniser
from storewarden.core.errors import StorewardenError
from storewarden.core.estate import Role, Site
from storewarden.core.ports import Request, Response, Web
from storewarden.engine.discovery.proposals import Proposal, Puzzle, Told

Visit = Callable[[Site], Web]
"""Binds a web client to a site that is not in any estate yet."""

_WITHOUT_NAME: Final = "a user name and password in the address were left out"
_WITHOUT_PATH: Final = "a site is its root: what followed the host in the address was left out"
_PARTS_OF_A_NUMBER: Final = 4
_HOST: Final = re.compile(r"[\w.:-]{1,253}")


def site_at(address: str, recognisers: Sequence[Recogniser], visit: Visit) -> Told:
    """Propose the site at an address; raises nothing: an unreachable site is proposed too."""
    try:
        parts = urlsplit(address)
        origin = _origin(parts)
    except ValueError:
        return Puzzle("one of the web addresses that you gave cannot be read as one")
    notes = [_WITHOUT_NAME] if "@" in parts.netloc else []
    notes += [_WITHOUT_PATH] if parts.path.strip("/") or parts.query or parts.fragment else []
    try:
        answer = visit(Site(id="site", url=origin)).send(Request("/"))
    except (StorewardenError, OSError) as gone:
        silent = f"the platform, because the site could not be looked at: {gone}"
        return _proposed(origin, (), notes, [silent])
    return _recognised(_after(origin, answer), answer, recognisers, notes)


def role_of(known: Sequence[tuple[Recogniser, str]]) -> Role | None:
    """What a site of these platforms is for: both kinds together make a suite."""
    kinds = {recogniser.is_shop for recogniser, _ in known}
    if len(kinds) > 1:
        return Role.SUITE
    return None if not kinds else Role.SHOP if True in kinds else Role.CMS


def chief(known: Sequence[tuple[Recogniser, str]]) -> str | None:
    """The platform that counts: the shop's, where there is a shop."""
    ranked = sorted(known, key=lambda pair: not pair[0].is_shop)
    return ranked[0][0].platform if ranked else None


def described(known: Sequence[tuple[Recogniser, str]]) -> str:
    """Name platforms with their versions: ``woocommerce 8.2.1 and wordpress 6.1.9``."""
    return " and ".join(
        f"{recogniser.platform} {version or '(version unknown)'}" for recogniser, version in known
    )


def _origin(parts: SplitResult) -> str:
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def _after(origin: str, answer: Response) -> str:
    there = urlsplit(answer.url)
    same = there.hostname == urlsplit(origin).hostname
    return _origin(there) if same else origin


def _recognised(
    origin: str, answer: Response, recognisers: Sequence[Recogniser], notes: list[str]
) -> Proposal:
    known = [
        (recogniser, version)
        for recogniser in recognisers
        if (version := recogniser.in_page(answer)) is not None
    ]
    if known:
        notes.append(f"its front page shows {described(known)}")
        return _proposed(origin, known, notes, [])
    why = f"its front page (answer {answer.status}) shows none that we know"
    return _proposed(origin, known, notes, [f"the platform: {why}"])


def _proposed(
    origin: str, known: Sequence[tuple[Recogniser, str]], notes: list[str], puzzles: list[str]
) -> Proposal:
    keys = [("url", origin)]
    role, platform = role_of(known), chief(known)
    if role is None:
        puzzles.append('what it is for; role = "cms", "shop", "suite" or "other"')
    else:
        keys.append(("role", role.value))
    if platform is not None:
        keys.append(("platform", platform))
    return Proposal("sites", _wish(origin), tuple(keys), tuple(notes), tuple(puzzles))


def _wish(origin: str) -> str:
    host = urlsplit(origin).hostname or ""
    labels = host.removeprefix("www.").split(".")
    is_number = len(labels) == _PARTS_OF_A_NUMBER and all(label.isdigit() for label in labels)
    return "" if is_number or ":" in host else labels[0]
