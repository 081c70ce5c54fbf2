"""Puts each line of an access log to libmodsecurity with the core rule set; prints JSON.

Run by `beside.py` in a virtual environment of its own, which has the binding ``libmodsecurity``.
Lines are taken apart before the clock runs, and no audit log is written: that is in its favour.
"""

import json
import re
import sys
from pathlib import Path
from time import process_time
from typing import Any

LINE = re.compile(
    r'(\S+) \S+ \S+ \[[^\]]+\] "(\S+) (\S+) HTTP/([\d.]+)" (\d+) \S+ "([^"]*)" "([^"]*)"'
)
NEEDS_GEOIP = "-910-"
"""The one file that the binding refuses: it was built without lists of countries."""

ENGINE = "SecRuleEngine DetectionOnly\nSecRequestBodyAccess On\nSecAuditEngine Off\n"


def main(log: Path, setup: Path, rules: Path) -> None:
    import libmodsecurity as waf  # noqa: PLC0415 - it is there in that environment alone

    started = process_time()
    engine, rule_set = waf.ModSecurity(), waf.RulesSet()
    engine.set_log_callback(lambda _words: None)
    rule_set.load(ENGINE)
    for file in (setup, *sorted(rules.glob("REQUEST-*.conf"))):
        if NEEDS_GEOIP not in file.name:
            rule_set.load_from_uri(str(file))
    asked = [found.groups() for line in log.open() if (found := LINE.match(line))]
    start = process_time()
    flagged = sum(looked_at(waf, engine, rule_set, *line) for line in asked)
    took = process_time() - start
    told = {"lines": len(asked), "cpu": took, "start": start - started, "flagged": flagged}
    print(json.dumps(told))


def looked_at(waf: Any, engine: Any, rule_set: Any, *line: str) -> bool:  # noqa: ANN401 - types of a binding
    """Whether a request of the line scores as an attack (the phases before an answer is there)."""
    address, method, target, version, _status, referrer, agent = line
    request = waf.Transaction(engine, rule_set)
    request.process_connection(address, 40_000, "127.0.0.1", 443)
    request.process_uri(target, method, version)
    headers = {"Content-Length": "0"} if method == "POST" else {}
    headers |= {"Host": "shop.example", "User-Agent": agent, "Accept": "*/*"}
    for name, value in (headers | ({} if referrer == "-" else {"Referer": referrer})).items():
        request.add_request_header(name, value)
    request.process_request_headers()
    request.process_request_body()
    return any(each.rule_id == 949110 for each in request.get_rule_messages())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
