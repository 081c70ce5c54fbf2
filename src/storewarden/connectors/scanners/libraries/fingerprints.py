"""Knows front-end libraries by the name of their file, and by what they write at its head."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

VERSION: Final = r"(\d{1,4}\.\d{1,4}(?:\.\d{1,4}){0,2}(?:-(?:alpha|beta|rc)[.\d]{0,6})?)"
"""A version as front-end libraries write theirs."""

HEAD: Final = 4_000
"""Letters of a file in which a library's banner must stand."""

MOST: Final = 300_000
"""Letters of a file in which the library's own code names its version."""

_END: Final = r"(?![\w.]*\d)"
_BUILD: Final = r"(?:[.-](?:slim|min|prod|production|esm|umd|global|bundle|packed|core))*"


@dataclass(frozen=True)
class Library:
    """One library.

    Attributes:
        npm: its package.
        stems: how its file is called, without version and ``.js``: a regular expression.
        banners: what stands right before the version at the head of its file: regular
            expressions, tried in this order.
        code: the same further down, for builds without a banner; asked only of a file that is
            called like the library, because bundles hold versions of all sorts.
    """

    npm: str
    stems: str
    banners: tuple[str, ...] = ()
    code: tuple[str, ...] = ()

    def in_address(self, path: str) -> str:
        """The version in the path of its file; empty when it is another's, or names none."""
        found = self._named.search(path) or self._foldered.search(path)
        return found[1] if found else ""

    def is_called(self, path: str) -> bool:
        """Is it the library's own file, whatever its version?"""
        return bool(self._plain.search(path))

    def in_banner(self, text: str) -> str:
        """The version in a banner at the head of a file; empty when it is another's."""
        return _first(self._banners, text[:HEAD])

    def in_code(self, text: str) -> str:
        """The version in the code of the library's own file."""
        return _first(self._code, text[:MOST])

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(rf"/{self.stems}[.-]v?{VERSION}{_BUILD}\.js$", re.IGNORECASE)

    @cached_property
    def _foldered(self) -> re.Pattern[str]:
        folder = rf"(?:/{self.stems}(?:\.js)?[@/-]v?|/(?:npm/)?{re.escape(self.npm)}@)"
        return re.compile(
            rf"{folder}{VERSION}/(?:[\w.-]+/){{0,3}}{self.stems}[\w.-]*\.js$", re.IGNORECASE
        )

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(
            rf"/{self.stems}{_BUILD}(?:[.-][0-9a-f]{{8,40}})?{_BUILD}\.js$", re.IGNORECASE
        )

    @cached_property
    def _banners(self) -> list[re.Pattern[str]]:
        return [re.compile(rf"{before}{VERSION}{_END}", re.IGNORECASE) for before in self.banners]

    @cached_property
    def _code(self) -> list[re.Pattern[str]]:
        return [re.compile(rf"{before}{VERSION}{_END}") for before in self.code]


_JQUERY: Final = r'\b\w+="(?=[\d.]{3,12}",\w+=function\(\w+,\w+\)\{return new \w+\.fn\.init\()'
"""Before the version in jQuery's packed code: beside the function that every page calls."""


def _first(patterns: list[re.Pattern[str]], text: str) -> str:
    for pattern in patterns:
        if found := pattern.search(text):
            return found[1]
    return ""


LIBRARIES: Final = (
    Library("jquery", "jquery", (r"[*/!] jQuery (?:JavaScript Library )?v",), (_JQUERY,)),
    Library("jquery-ui", r"jquery[.-]ui", (r"[*/!] jQuery UI (?:- v)?",)),
    Library("jquery-migrate", "jquery-migrate", (r"jQuery Migrate (?:- )?v",)),
    Library("jquery-validation", r"jquery[.-]validate", (r"jQuery Validation Plugin (?:- )?v?",)),
    Library("jquery-mobile", r"jquery[.-]mobile", (r"jQuery Mobile (?:Framework )?v?",)),
    Library("bootstrap", "bootstrap", (r"[*/!]\s*Bootstrap v", r"[*/!] bootstrap\.js v")),
    Library("bootstrap-select", "bootstrap-select", (r"Bootstrap-select v",)),
    Library("angular", "angular", (r"AngularJS v",)),
    Library("vue", "vue", (r"Vue\.js v", r"\* vue v"), (r"Vue\.version ?= ?['\"]",)),
    Library("react", "react", (r"@license React v(?=[\s\S]{1,80}\breact\.)",)),
    Library("react-dom", "react-dom", (r"@license React v(?=[\s\S]{1,80}\breact-dom\.)",)),
    Library("lodash", "lodash", (r"lodash (?:\(Custom Build\) )?",), (r"\bVERSION ?= ?['\"]",)),
    Library("underscore", "underscore", (r"Underscore\.js ",)),
    Library("moment", "moment", (r"moment\.js[\s\S]{0,10}//! version : ",)),
    Library("handlebars", "handlebars", (r"handlebars v", r"handlebars\.js v?")),
    Library("mustache", "mustache", (), (r"\bmustache\.version ?= ?['\"]",)),
    Library("backbone", "backbone", (r"Backbone\.js ",)),
    Library("knockout", "knockout", (r"Knockout JavaScript library v",)),
    Library("prototype", "prototype", (r"Prototype JavaScript framework, version ",)),
    Library("mootools", "mootools", (r"MooTools[\w -]{0,20} v?",)),
    Library("dompurify", "(?:dom)?purify", (r"DOMPurify ",)),
    Library("tinymce", "tinymce", (r"TinyMCE version ", r"TinyMCE[\s\S]{0,300}Version: ")),
    Library("ckeditor4", "ckeditor", (), (r"CKEDITOR[\s\S]{0,400}version:\"",)),
    Library("select2", "select2", (r"Select2 v?",)),
    Library("datatables.net", r"(?:jquery[.-])?datatables", (r"DataTables ",)),
    Library("chart.js", r"chart(?:\.js)?", (r"Chart\.js(?: v|[\s\S]{0,60}Version: )",)),
    Library("d3", "d3", (r"d3js\.org v", r"https://d3js\.org Version ")),
    Library("axios", "axios", (r"axios v",)),
    Library("swiper", "swiper", (r"[*/!] Swiper v?",)),
    Library("slick-carousel", "slick", (r"slick[\s\S]{0,200}Version: ",)),
    Library("video.js", r"video(?:js|\.js)?", (r"Video\.js v?",)),
    Library("highlight.js", "highlight", (r"Highlight\.js v?",)),
    Library("quill", "quill", (r"Quill Editor v",)),
    Library("markdown-it", "markdown-it", (r"markdown-it ",)),
    Library("jszip", "jszip", (r"JSZip v",)),
    Library("marked", "marked", (r"\* marked v?",)),
    Library("htmx.org", "htmx", (), (r"htmx[\s\S]{0,400}\bversion: ?['\"]",)),
    Library("alpinejs", r"alpine(?:js)?", (), (r"Alpine[\s\S]{0,200}\bversion: ?['\"]",)),
    Library("pdfjs-dist", "pdf", (), (r"pdfjsVersion ?= ?['\"]?",)),
    Library("swfobject", "swfobject", (r"SWFObject v",)),
    Library("plupload", "plupload", (r"Plupload[\s\S]{0,200} v",)),
)
"""What front ends load most, or was weak most often; facts about their files, in our own words."""
