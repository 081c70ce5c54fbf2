"""Recognises SQL injection in the decoded address of a request, by class.

The patterns are our own. They ask for SQL's grammar, not for its words: "select union square tee"
is a search for a shirt. None needs look-around or back-references, so each runs in linear time.
"""

from typing import Final

import polars as pl

from storewarden.kernels.weblog.decoding import decoded

_VALUE: Final = r"""(?:'[^']*'|"[^"]*"|0x[0-9a-f]+|\d+|null|[\w.@]+\s*\()"""
_SYSTEM: Final = (
    r"information_schema|pg_catalog|sqlite_master|sqlite_schema|sysobjects|syscolumns"
    r"|sys\.(?:tables|objects|columns|databases)|mysql\.(?:user|db)|all_tables|xp_cmdshell"
)
_LOGIC: Final = r"(?:\bx?or\b|\band\b|\|\||&&)"
_COMPARED: Final = r"(?:=|<|>|!=|\blike\b|\brlike\b|\bglob\b|\bin\s*\(|\bbetween\b)"
_TYPES: Final = (
    r"(?:jsonb?|text|u?int\d?|integer|bool(?:ean)?|bigint|varchar|numeric|bytea|regclass)"
)
_STATEMENT: Final = (
    r"(?:drop\s+(?:table|database|view|user)\s+\w|truncate\s+table\s+\w"
    r"|alter\s+(?:table|user|database)\s+\w|delete\s+from\s+\w|insert\s+into\s+\w"
    r"|update\s+[\w.]+\s+set\s+\w|create\s+(?:table|user|view)\s+\w|declare\s+@\w"
    r"|exec(?:ute)?\s*\(?\s*(?:master|xp_|sp_|immediate|')|shutdown\s*(?:--|;|$)|select\s+\w+\s*\()"
)
_FUNCTIONS: Final = (
    r"extractvalue|updatexml|load_file|group_concat|xmltype|utl_inaddr\.\w+|utl_http\.\w+"
    r"|lo_get|lo_import|lo_export|pg_read_file|pg_ls_dir|dblink|json_extract|sys_eval|sys_exec|unistr"
)
PATTERNS: Final = {
    "union select": (
        r"\bunion\s*\(?\s*(?:all\s+|distinct\s+)?\(?\s*select\b\s*\(?"
        rf"(?:\s*{_VALUE}|\s*[*@]|\s*[\w.`\[\]]+\s*(?:,|from\b|--|#))"
    ),
    "always true": (
        rf"""(?:['"`)]|\b\d+)\s*\)*\s*{_LOGIC}\s*\(?\s*(?:not\s+)?\(?\s*"""
        rf"""(?:(?:['"]?[\w ]{{0,20}}['"]?)\s*{_COMPARED}\s*['"(]*\w*|(?:true|false|null)\b)"""
        r"""|[?&][\w.\[\]]+=\s*(?:x?or|and)\s+['"]?\w{1,20}['"]?\s*[=<>]"""
        r"|[?&][\w.\[\]]+=\d+\s*(?:=|<=>|!=|<>)\s*\d"
        r"|['\"]\s*glob\s+['\"\w]|\blike\s+null\b"
    ),
    "stacked statement": (
        rf"""['")\d]\s*;\s*{_STATEMENT}|;\s*drop\s+table\s+\w+\s*(?:;|--|#)"""
        r"|\bexecute\s+immediate\s*['\"]"
    ),
    "waiting": (
        r"\b(?:sleep|pg_sleep|pg_sleep_for|randomblob|dbms_lock\.sleep)\s*\(\s*['\d]"
        r"|\bbenchmark\s*\(\s*\d+\s*,|\bdbms_pipe\.receive_message\s*\("
        r"""|\bwaitfor\s+delay\s*['"(]|\bselect\s+pg_sleep\b"""
    ),
    "schema": (
        rf"\b(?:from|join|exec|into)\s*[\s(]\s*(?:master\.{{1,2}}\w*\.{{0,2}})?(?:{_SYSTEM})\b"
        r"|@@(?:version|datadir|hostname|global\.)"
    ),
    "functions": (
        rf"\b(?:{_FUNCTIONS})\s*\(|\binto\s+(?:outfile|dumpfile)\s*['\"]"
        r"|\b(?:select|and|or)\s+(?:\(\s*select\s+)?(?:ascii|ord|substr|substring|mid|unhex)\s*\("
        r"|\bhaving\s+(?:count|sum|min|max|avg)\s*\("
        rf"|[\w'\")]::{_TYPES}\b"
    ),
    "subquery": (
        r"\(\s*select\s+[\w.*(),@ ]+\s+from\s+[\w.`]+|\bin\s*\(\s*select\b"
        r"|\bselect\s+[\w.*,()` ]+\s+group\s+by\s+[\w.`, ]+\s+having\b"
        r"|\bselect\s+[\w.*,()` ]+\s+from\s+[\w.`]+\s+where\s+[\w.`]+\s*[=<>]"
    ),
    "query operator": r"\[\$(?:eq|ne|gte?|lte?|n?in|regex|where|exists|or|and|not|type)\]",
    "comment": (
        r"""['"]\s*\)*\s*(?:;|--)+\s*(?:--|-|\+|$)|['"]\)*;?#"""
        r"""|['")\d]\)*\s+(?:order|group)\s+by\s+\d+\s*(?:--|#|,|$)"""
    ),
}
_LIKELY: Final = (
    r"(?i)['\"`;()@$<>!]|--|\*/|::|=[^&]*=|[\d=]\s+(?:x?or|and)\b|=x?or\b|like\s+null|\bselect\s"
)
_SHOWN: Final = 80


def classes_of(texts: pl.Series) -> pl.DataFrame:
    """Tell what each decoded text looks like: columns text, class, match, one row a class.

    ``match`` is the part that fits, at most 80 printable characters of it.
    """
    names = {"text": pl.String, "class": pl.String, "match": pl.String}
    texts = texts.filter(texts.str.contains(_LIKELY))
    if texts.is_empty():
        return pl.DataFrame(schema=names)
    plain = _uncommented(texts.str.to_lowercase())
    found = [
        pl.DataFrame({"text": texts, "match": plain.str.extract(f"({pattern})")})
        .drop_nulls()
        .select("text", pl.lit(name).alias("class"), "match")
        for name, pattern in PATTERNS.items()
    ]
    shown = pl.col("match").str.replace_all(r"[^ -~]", "?").str.head(_SHOWN)
    return pl.concat([pl.DataFrame(schema=names), *found]).with_columns(shown)


def _uncommented(texts: pl.Series) -> pl.Series:
    """Take SQL comments out as a database does; what MySQL runs in spite of one stays."""
    opened = texts.str.replace_all(r"/\*!\d*", " ").str.replace_all(r"/\*[^*]*\*/", " ")
    return opened.str.replace_all("*/", " ", literal=True)


def probes(frame: pl.DataFrame) -> pl.DataFrame:
    """Find the requests of a frame that try SQL injection.

    Returns one row for each (address, class): times, errors (answered 5xx), last and an example.
    """
    asked = frame.select(
        "address", "time", "status", pl.concat_str("path", pl.lit("?"), "query").alias("text")
    )
    asked = asked.with_columns(decoded(asked["text"]))
    kinds = classes_of(asked["text"].unique())
    return (
        asked.join(kinds, on="text")
        .sort("time")
        .group_by("address", "class")
        .agg(
            times=pl.len(),
            errors=(pl.col("status") >= 500).sum(),  # noqa: PLR2004 - HTTP's server errors
            last=pl.col("time").max(),
            example=pl.col("match").first(),
        )
        .sort("address", "class")
    )
