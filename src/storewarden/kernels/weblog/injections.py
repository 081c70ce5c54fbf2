"""Recognises SQL injection in the decoded address of a request, by class.

The patterns are our own. They ask for SQL's grammar, not for its words: "select union square tee"
is a search for a shirt. None needs look-around or back-references, so each runs in linear time.
"""

from typing import Final

import polars as pl

from storewarden.kernels.weblog.decoding import decoded

_VALUE: Final = r"""(?:'[^']{0,40}'|"[^"]{0,40}"|0x[0-9a-f]+|\d+|null|[\w.@]{1,60}\s*\()"""
_SYSTEM: Final = (
    r"information_schema|pg_catalog|sqlite_master|sqlite_schema|sysobjects|syscolumns"
    r"|sys\.(?:tables|objects|columns|databases)|mysql\.(?:user|db)|all_tables|xp_cmdshell"
)
PATTERNS: Final = {
    "union select": (
        r"\bunion\s*\(?\s*(?:all\s+|distinct\s+)?\(?\s*select\b\s*\(?"
        rf"(?:\s*{_VALUE}|\s*[*@]|\s*[\w.`\[\]]{{1,60}}\s*(?:,|from\b|--|#))"
    ),
    "always true": (
        r"""(?:['"`)]|\b\d+)\s*\)*\s*(?:\bx?or\b|\band\b|\|\||&&)\s*\(?\s*(?:not\s+)?\(?\s*"""
        r"""(?:['"]?[\w ]{0,20}['"]?)\s*(?:=|<>|!=|<|>|\blike\b|\brlike\b|\bin\s*\(|\bbetween\b)"""
        r"""\s*\(?\s*['"]?\w"""
    ),
    "stacked statement": (
        r";\s*drop\s+table\s+\w+\s*(?:;|--|#)"
        r"""|['")\d]\s*;\s*(?:drop\s+(?:table|database|view|user)\s+\w"""
        r"|truncate\s+table\s+\w|alter\s+(?:table|user|database)\s+\w|delete\s+from\s+\w"
        r"|insert\s+into\s+\w|update\s+[\w.]+\s+set\s+\w|create\s+(?:table|user|view)\s+\w"
        r"|exec(?:ute)?\s*\(?\s*(?:master|xp_|sp_|immediate|')|declare\s+@\w|shutdown\s*(?:--|;|$)"
        r"|select\s+\w+\s*\()"
    ),
    "waiting": (
        r"\b(?:sleep|pg_sleep|pg_sleep_for|randomblob|dbms_lock\.sleep)\s*\(\s*['\d]"
        r"|\bbenchmark\s*\(\s*\d+\s*,|\bdbms_pipe\.receive_message\s*\("
        r"""|\bwaitfor\s+delay\s*['"(]"""
    ),
    "schema": (
        rf"\b(?:from|join|exec|into)\s*[\s(]\s*(?:master\.{{1,2}}\w*\.{{0,2}})?(?:{_SYSTEM})\b"
        r"|@@(?:version|datadir|hostname|global\.)"
    ),
    "functions": (
        r"\b(?:extractvalue|updatexml|load_file|group_concat|xmltype|utl_inaddr\.\w+)\s*\("
        r"|\b(?:select|and|or)\s+(?:\(\s*select\s+)?(?:ascii|ord|substr|substring|mid|unhex)\s*\("
        r"|\binto\s+(?:outfile|dumpfile)\s*['\"]"
        r"|\(\s*select\s+[\w.*(),@ ]{1,120}\s+from\s+[\w.`]{1,60}"
    ),
    "comment": (
        r"""['"]\s*\)*\s*(?:;|--)+\s*(?:--|-|\+|$)|['"]\)*(?:#|/\*)"""
        r"""|['")\d]\)*\s+(?:order|group)\s+by\s+\d+\s*(?:--|#|/\*|,|$)"""
    ),
}
_COMMENT: Final = r"/\*!?\d*|\*/"
_LIKELY: Final = r"['\"`;()@#]|--|\*/|\d\s+(?:or|and)\s"
_SHOWN: Final = 80


def classes_of(texts: pl.Series) -> pl.DataFrame:
    """Tell what each decoded text looks like: columns text, class, match, one row a class.

    ``match`` is the part that fits, at most 80 printable characters of it.
    """
    names = {"text": pl.String, "class": pl.String, "match": pl.String}
    if texts.is_empty():
        return pl.DataFrame(schema=names)
    plain = texts.str.to_lowercase().str.replace_all(_COMMENT, " ")
    found = [
        pl.DataFrame({"text": texts, "match": plain.str.extract(f"({pattern})")})
        .drop_nulls()
        .select("text", pl.lit(name).alias("class"), "match")
        for name, pattern in PATTERNS.items()
    ]
    shown = pl.col("match").str.replace_all(r"[^ -~]", "?").str.head(_SHOWN)
    return pl.concat([pl.DataFrame(schema=names), *found]).with_columns(shown)


def probes(frame: pl.DataFrame) -> pl.DataFrame:
    """Find the requests of a frame that try SQL injection.

    Returns one row for each (address, class): times, errors (answered 5xx), last and an example.
    """
    asked = frame.select(
        "address", "time", "status", pl.concat_str("path", pl.lit("?"), "query").alias("text")
    )
    asked = asked.with_columns(decoded(asked["text"]))
    suspects = asked.filter(pl.col("text").str.contains(_LIKELY))
    kinds = classes_of(suspects["text"].unique())
    return (
        suspects.join(kinds, on="text")
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
