"""The corpus of attack stages: which of them an access log can see, and as which lines."""

import gzip
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

CORPUS = Path(os.environ.get("STOREWARDEN_CORPUS", "../shared/corpus"))
STAGES = CORPUS / "logs" / "crs_stages.json.gz"
CLASSES = {
    "930": {"traversal", "secret_file"},
    "931": {"file_inclusion", "ssrf"},
    "932": {"command_injection"},
    "933": {"php_injection"},
    "934": {"code_injection", "template_injection", "ssrf"},
    "941": {"xss"},
    "942": {"sqli"},
    "943": {"session_fixation"},
    "944": {"log4shell", "deserialisation", "code_injection"},
}
_UNSEEN = re.compile(
    "cookie|x[-_.]file-?name|test|foobarheader|remote-ip|someheader", re.IGNORECASE
)
_PLAIN = re.compile(r"/[a-z0-9]*(?:/baz)?")
_AGENT = "OWASP CRS test agent"
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f-\U0010ffff]')


@dataclass(frozen=True)
class Stage:
    rule: str
    test: int
    method: str
    uri: str
    agent: str
    referrer: str
    attack: bool
    visible: bool

    @property
    def family(self) -> str:
        return self.rule[:3]

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.test}"

    def right(self, classes: set[str]) -> bool:
        return bool(CLASSES[self.family] & classes)

    def line(self, address: str) -> str:
        """Write it as nginx does, which spells what could be misread as ``\\x22``."""
        request = f"{self.method} {_as_nginx(self.uri)} HTTP/1.1"
        ends = f'"{_as_nginx(self.referrer)}" "{_as_nginx(self.agent)}"'
        return f'{address} - - [15/Jun/2026:10:00:00 +0000] "{request}" 200 512 {ends}'


def stages() -> list[Stage]:
    """Every stage of the rules 930000 to 944999 that sends no body."""
    with gzip.open(STAGES) as file:
        return list(_stages(msgspec.json.decode(file.read())))


def _stages(read: list[dict[str, Any]]) -> Iterator[Stage]:
    for one in read:
        if one["data"] is not None or not 930000 <= int(one["rule"]) <= 944999:
            continue
        heads = {name.lower(): value for name, value in one["headers"].items()}
        agent, referrer = heads.get("user-agent", "-"), heads.get("referer", "-")
        plain = bool(_PLAIN.fullmatch(one["uri"])) and agent == _AGENT and referrer == "-"
        yield Stage(
            rule=str(one["rule"]),
            test=one["test"],
            method=one["method"],
            uri=one["uri"],
            agent=agent,
            referrer=referrer,
            attack=bool(one["exp"]),
            visible=not (plain and any(_UNSEEN.fullmatch(name) for name in heads)),
        )


def _as_nginx(text: str) -> str:
    return _ESCAPED.sub(lambda sign: "".join(f"\\x{byte:02X}" for byte in sign[0].encode()), text)
