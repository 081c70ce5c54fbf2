"""Programs that know how versions sort, asked line by line."""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

COMPOSER = Path("/usr/share/php/Composer/Semver/autoload.php")
SEMVER = next(
    (
        place
        for place in (
            Path("/usr/share/nodejs/semver"),
            Path("/usr/lib/node_modules/npm/node_modules/semver"),
        )
        if place.is_dir()
    ),
    None,
)
_PHP = "while (($l = fgets(STDIN)) !== false) { $p = json_decode($l); %s fflush(STDOUT); }"
PHP_ORDER = ["php", "-r", _PHP % "echo version_compare($p[0], $p[1]), chr(10);"]
COMPOSER_ORDER = [
    "php",
    "-r",
    f"require '{COMPOSER}'; $v = new Composer\\Semver\\VersionParser;"
    + _PHP
    % (
        "try { $a = $v->normalize($p[0]); $b = $v->normalize($p[1]);"
        " echo version_compare($a, $b), chr(10); }"
        " catch (Exception $e) { echo 'unreadable', chr(10); }"
    ),
]
NPM_ORDER = [
    "node",
    "-e",
    (
        f"const s = require('{SEMVER}');"
        " require('readline').createInterface({input: process.stdin}).on('line',"
        " l => { const [a, b] = JSON.parse(l); console.log(s.compare(a, b, true)); });"
    ),
]


class Oracle:
    """A program that answers one line of JSON, two versions, by one line: -1, 0, 1 or words."""

    def __init__(self, command: list[str]) -> None:
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.communicate(timeout=10)

    def ask(self, line: str) -> str:
        """Put one question."""
        assert self._child.stdin
        assert self._child.stdout
        self._child.stdin.write(line + "\n")
        self._child.stdin.flush()
        return self._child.stdout.readline().strip()


def dpkg(one: str, other: str) -> int:
    """Ask dpkg which of two comes first."""
    for relation, said in (("lt", -1), ("eq", 0)):
        if not subprocess.run(
            ["dpkg", "--compare-versions", one, relation, other], check=False, capture_output=True
        ).returncode:
            return said
    return 1
