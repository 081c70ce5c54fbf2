"""Reads marks of a platform in a front page: what the page loads from its own site, not its words.

Shared by the recognisers; pure. A page that merely writes about WordPress, shows its tags in a
comment or a script, or loads a picture from somebody else's WordPress, bears no marks of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from storewarden.core.ports import Response

LARGEST: Final = 400_000
"""Letters of a page that are looked at; marks stand in its head."""

_TAG: Final = re.compile(r"<(meta|link|script|img|source)\b([^<>]{0,4000})>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<title>([^<]{0,200})</title>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([\w:-]{1,60})\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))"""
)
_LOADING: Final = frozenset(
    {"stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "https://api.w.org/"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """The marks of one front page.

    Attributes:
        title: the page's title, as written.
        generators: what ``<meta name="generator">`` and the header ``x-generator`` say.
        assets: paths, with query, of what the page loads from its own site.
        scripts: the ``type`` of every script.
        classes: the classes of every script.
        cookies: names of the cookies that it sets.
        headers: the answer's headers, names in lower case.
    """

    title: str
    generators: tuple[str, ...]
    assets: tuple[str, ...]
    scripts: frozenset[str]
    classes: frozenset[str]
    cookies: frozenset[str]
    headers: Mapping[str, str]


def page_of(response: Response) -> Page:
    """Read the marks of an answer."""
    tags = list(_tags(_bare(response.text[:LARGEST])))
    own = response.headers.get("x-generator", "")
    title = _TITLE.search(response.text[:LARGEST])
    return Page(
        title=title.group(1).strip() if title else "",
        generators=(*_generators(tags), *([own] if own else [])),
        assets=tuple(_assets(tags, response.url)),
        scripts=frozenset(given.get("type", "") for name, given in tags if name == "script"),
        classes=frozenset(
            word
            for name, given in tags
            if name == "script"
            for word in given.get("class", "").split()
        ),
        cookies=frozenset(line.partition("=")[0].strip() for line in response.cookies),
        headers=response.headers,
    )


def generator(page: Page, pattern: str) -> str | None:
    """The version in a generator mark that begins with the pattern (first group, if any).

    None when no generator mark does.
    """
    for said in page.generators:
        if match := re.match(pattern, said, re.IGNORECASE):
            return next((group for group in match.groups() if group), "")
    return None


def loads(page: Page, pattern: str) -> bool:
    """Does the page load something of its own site whose path fits the pattern?"""
    return any(re.search(pattern, path) for path in page.assets)


def asset_version(page: Page, pattern: str) -> str:
    """The version in the path of something that the page loads; empty when there is none."""
    for path in page.assets:
        if match := re.search(pattern, path):
            return match.group(1)
    return ""


def sets_cookie(page: Page, pattern: str) -> bool:
    """Does the page set a cookie whose whole name fits the pattern?"""
    return any(re.fullmatch(pattern, name) for name in page.cookies)


def scripts(response: Response) -> tuple[str, ...]:
    """Whole addresses of the scripts that a page loads, from its own site and from others'."""
    tags = _tags(_bare(response.text[:LARGEST]))
    places = (given.get("src", "") for name, given in tags if name == "script")
    return tuple(dict.fromkeys(_whole(response.url, place) for place in places if place))


Tag = tuple[str, Mapping[str, str]]


def _bare(html: str) -> str:
    return _without(_without(html, "<!--", "-->"), "<textarea", "</textarea")


def _without(html: str, opening: str, closing: str) -> str:
    kept, at = [], 0
    while (start := html.find(opening, at)) >= 0:
        kept.append(html[at:start])
        end = html.find(closing, start)
        if end < 0:
            return "".join(kept)
        at = end + len(closing)
    return "".join([*kept, html[at:]])


def _tags(html: str) -> Iterator[Tag]:
    at = 0
    while match := _TAG.search(html, at):
        name = match.group(1).lower()
        yield name, _attributes(match.group(2))
        at = match.end()
        if name == "script":  # what a script writes is not loaded by the page
            at = html.find("</script", at)
            if at < 0:
                return


def _attributes(text: str) -> Mapping[str, str]:
    return {
        name.lower(): unescape(quoted or single or bare)
        for name, quoted, single, bare in _ATTRIBUTE.findall(text)
    }


def _generators(tags: list[Tag]) -> Iterator[str]:
    for name, given in tags:
        if name == "meta" and given.get("name", "").lower() == "generator":
            yield given.get("content", "").strip()


def _assets(tags: list[Tag], page: str) -> Iterator[str]:
    for name, given in tags:
        if name == "link" and not _LOADING & set(given.get("rel", "").lower().split()):
            continue
        place = given.get("href" if name == "link" else "src", "")
        if place and (path := _own_path(page, place)):
            yield path


def _whole(page: str, place: str) -> str:
    try:
        return urljoin(page, place)
    except ValueError:
        return place


def _own_path(page: str, place: str) -> str:
    try:
        home, there = urlsplit(page), urlsplit(urljoin(page, place))
    except ValueError:
        return ""
    base = (home.hostname or "").removeprefix("www.")
    host = there.hostname or ""
    if not base or (host != base and not host.endswith(f".{base}")):
        return ""
    return f"{there.path}?{there.query}" if there.query else there.path
