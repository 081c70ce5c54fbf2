"""Knows front-end libraries by the name of their file, and by what they write at its head."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from storewarden.connectors.scanners.libraries.hashes import HASHES
from storewarden.kernels.frontend import Library, shipped

_JQUERY: Final = r'\b\w+="(?=[\d.]{3,12}",\w+=function\(\w+,\w+\)\{return new \w+\.fn\.init\()'
"""Before the version in jQuery's packed code: beside the function that every page calls."""


Row = tuple[str, str, Sequence[str], Sequence[str]]
"""A library as `kernels.frontend.shipped` takes it: package, name of its file, banners, code."""


@cache
def libraries() -> tuple[Library, ...]:
    """Every library that is known here, compiled at the first use."""
    return tuple(shipped(*row, _hashes(row[0])) for row in _LIBRARIES)


def _hashes(npm: str) -> Mapping[str, str]:
    return {digest: version for digest, (package, version) in HASHES.items() if package == npm}


_LIBRARIES: Final[tuple[Row, ...]] = (
    ("jquery", "jquery", (r"[*/!] jQuery (?:JavaScript Library )?v",), (_JQUERY,)),
    ("jquery-ui", r"jquery[.-]ui", (r"[*/!] jQuery UI (?:- v)?",), ()),
    ("jquery-migrate", "jquery-migrate", (r"jQuery Migrate (?:- )?v",), ()),
    ("jquery-validation", r"jquery[.-]validate", (r"jQuery Validation Plugin (?:- )?v?",), ()),
    ("jquery-mobile", r"jquery[.-]mobile", (r"jQuery Mobile (?:Framework )?v?",), ()),
    ("bootstrap", "bootstrap", (r"[*/!]\s*Bootstrap v", r"[*/!] bootstrap\.js v"), ()),
    ("bootstrap-select", "bootstrap-select", (r"Bootstrap-select v",), ()),
    ("angular", "angular", (r"AngularJS v",), ()),
    ("vue", "vue", (r"Vue\.js v", r"\* vue v"), (r"Vue\.version ?= ?['\"]",)),
    ("react", "react", (r"@license React v(?=[\s\S]{1,80}\breact\.)",), ()),
    ("react-dom", "react-dom", (r"@license React v(?=[\s\S]{1,80}\breact-dom\.)",), ()),
    ("lodash", "lodash", (r"lodash (?:\(Custom Build\) )?",), (r"\bVERSION ?= ?['\"]",)),
    ("underscore", "underscore", (r"Underscore\.js ",), ()),
    ("moment", "moment", (r"moment\.js[\s\S]{0,10}//! version : ",), ()),
    ("handlebars", "handlebars", (r"handlebars v", r"handlebars\.js v?"), ()),
    ("mustache", "mustache", (), (r"\bmustache\.version ?= ?['\"]",)),
    ("backbone", "backbone", (r"Backbone\.js ",), ()),
    ("knockout", "knockout", (r"Knockout JavaScript library v",), ()),
    ("prototype", "prototype", (r"Prototype JavaScript framework, version ",), ()),
    ("mootools", "mootools", (r"MooTools[\w -]{0,20} v?",), ()),
    ("dompurify", "(?:dom)?purify", (r"DOMPurify ",), ()),
    ("tinymce", "tinymce", (r"TinyMCE version ", r"TinyMCE[\s\S]{0,300}Version: "), ()),
    ("ckeditor4", "ckeditor", (), (r"CKEDITOR[\s\S]{0,400}version:\"",)),
    ("select2", "select2", (r"Select2 v?",), ()),
    ("datatables.net", r"(?:jquery[.-])?datatables", (r"DataTables ",), ()),
    ("chart.js", r"chart(?:\.js)?", (r"Chart\.js(?: v|[\s\S]{0,60}Version: )",), ()),
    ("d3", "d3", (r"d3js\.org v", r"https://d3js\.org Version "), ()),
    ("axios", "axios", (r"axios v",), ()),
    ("swiper", "swiper", (r"[*/!] Swiper v?",), ()),
    ("slick-carousel", "slick", (r"slick[\s\S]{0,200}Version: ",), ()),
    ("video.js", r"video(?:js|\.js)?", (r"Video\.js v?",), ()),
    ("highlight.js", "highlight", (r"Highlight\.js v?",), ()),
    ("quill", "quill", (r"Quill Editor v",), ()),
    ("markdown-it", "markdown-it", (r"markdown-it ",), ()),
    ("jszip", "jszip", (r"JSZip v",), ()),
    ("marked", "marked", (r"\* marked v?",), ()),
    ("htmx.org", "htmx", (), (r"htmx[\s\S]{0,400}\bversion: ?['\"]",)),
    ("alpinejs", r"alpine(?:js)?", (), (r"Alpine[\s\S]{0,200}\bversion: ?['\"]",)),
    ("pdfjs-dist", "pdf", (), (r"pdfjsVersion ?= ?['\"]?",)),
    ("swfobject", "swfobject", (r"SWFObject v",), ()),
    ("plupload", "plupload", (r"Plupload[\s\S]{0,200} v",), ()),
)
"""What front ends load most, or was weak most often; facts about their files, in our own words."""
