"""What the commands say and how they end, on a small estate with the real ledger."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from storewarden.bootstrap import clock, opening
from storewarden.core.findings import Action, Change, Finding
from storewarden.core.steps import Step
from tests.cli.conftest import Answer, Storewarden
from tests.support.mail import mail_server

ONLY = ("check", "--step", "0", "--asset", "estate")
NOBODY = "nobody is responsible for logs"


def the_finding(storewarden: Storewarden) -> str:
    told = json.loads(storewarden("findings", "--format", "json").out)
    (finding,) = told["findings"]
    return str(finding["id"])


def test_a_check_finds_the_step_that_is_nobodys(storewarden: Storewarden) -> None:
    answer = storewarden(*ONLY, "--format", "json")
    told = json.loads(answer.out)
    assert (answer.code, answer.err) == (1, "")
    assert [step["id"] for step in told["steps"]] == [step.key for step in Step]
    assert told["steps"][0]["good"] == 8
    assert [(f["check"], f["asset"], f["subject"], f["said"]) for f in told["findings"]] == [
        ("nobody_responsible", "estate", "logs", NOBODY)
    ]
    assert all(row["good"] + row["bad"] + row["unknown"] for row in told["steps"])


def test_the_scoreboard_has_nine_rows_and_what_to_do_first(storewarden: Storewarden) -> None:
    answer = storewarden(*ONLY)
    for step in Step:
        assert re.search(rf"^.*{step.label}\s.*\d", answer.out, re.MULTILINE)
    assert "1  high" in answer.out
    assert NOBODY in answer.out
    assert "Ada Keller, fix by" in answer.out
    assert answer.err.startswith("storewarden: looking at the estate")


def test_the_bar_decides_the_exit_code(storewarden: Storewarden) -> None:
    assert storewarden(*ONLY, "--fail-on", "high").code == 1
    assert storewarden(*ONLY, "--fail-on", "critical").code == 0


def test_a_check_that_can_answer_nothing_is_not_green(storewarden: Storewarden) -> None:
    answer = storewarden("check", "--step", "payments")
    assert answer.code == 3
    assert "no findings means nothing" in answer.err


def test_a_clean_estate_ends_with_zero(storewarden: Storewarden, home: Path) -> None:
    file = home / "storewarden.toml"
    file.write_text(f'{file.read_text("utf-8")}logs = "ben"\n', "utf-8")
    assert storewarden(*ONLY).code == 0
    assert storewarden("findings").out.startswith("No such finding")


@pytest.mark.parametrize("form", ["sarif", "ocsf"])
def test_other_programs_are_fed(storewarden: Storewarden, form: str) -> None:
    answer = storewarden(*ONLY, "--format", form)
    assert answer.code == 1
    assert NOBODY in json.dumps(json.loads(answer.out))


def test_findings_are_filtered(storewarden: Storewarden) -> None:
    storewarden(*ONLY)
    assert "[nobody_responsible]" in storewarden("findings").out
    assert storewarden("findings", "--format", "csv").out.count("\n") == 2

    def some(*asked: str) -> int:
        return len(json.loads(storewarden("findings", "--format", "json", *asked).out)["findings"])

    assert some() == some("--step", "baseline") == some("--owner", "ada") == 1
    assert some("--severity", "high") == some("--asset", "estate") == some("--state", "new") == 1
    assert some("--step", "logs") == some("--owner", "ben") == some("--severity", "critical") == 0
    assert some("--asset", "shop") == some("--state", "fixed") == 0


def test_show_tells_all(storewarden: Storewarden) -> None:
    storewarden(*ONLY)
    told = storewarden("show", the_finding(storewarden)[:5])
    assert told.code == 0
    for words in (NOBODY, "How to put it right", "Why it matters", "History", "raised", "Ada Kel"):
        assert words in told.out


def test_people_act_and_the_trail_holds(storewarden: Storewarden) -> None:
    storewarden(*ONLY)
    finding = the_finding(storewarden)
    assert storewarden("ack", finding, "--as", "ben").out.startswith(f"{finding} acknowledged by b")
    accept = ("accept", finding, "--reason", "Eva starts in May", "--as", "ada")
    assert storewarden(*accept, "--until", "2999-01-01").code == 0
    assert "accepted" in storewarden("findings", "--all").out
    assert storewarden("findings").out.startswith("No such finding")
    assert storewarden("false-alarm", finding, "--reason", "no logs here").code == 0
    assert storewarden(*ONLY).code == 0
    history = storewarden("show", finding).out
    for words in ("ben  acknowledged", "ada  accepted: until 2999-01-01: Eva", "false alarm: no l"):
        assert words in history
    assert storewarden("audit", "verify").out.startswith("The trail holds: 4 entries")


def refusals(finding: str) -> dict[tuple[str, ...], str]:
    return {
        ("ack", "zzz"): "no finding has the id",
        ("ack", finding, "--as", "eve"): "'eve' is nobody in the estate file",
        ("accept", finding, "--reason", "so"): "Missing option '--until'",
        ("accept", finding, "--until", "2999-01-01"): "Missing option '--reason'",
        ("accept", finding, "--until", "soon", "--reason", "so"): "does not match the format",
        ("accept", finding, "--until", "2020-01-01", "--reason", "so"): "is not in the future",
        ("false-alarm", finding, "--reason", " "): "a reason is needed",
        ("check", "--step", "9"): "'9' is no step",
        ("check", "--asset", "moon"): "'moon' is not in the estate file",
        ("check", "--fail-on", "bad"): "'bad' is no severity",
        ("check", "--format", "xml"): "'xml' is not one of",
        ("explain", "nobody"): "did you mean nobody_responsible?",
        ("explain", "\x1b[2J"): "there is no check",
        ("dance",): "No such command 'dance'",
        ("--estate", "gone.toml", "check"): "gone.toml: there is no such file",
    }


def test_what_cannot_be_done_is_refused_with_two_and_one_line(storewarden: Storewarden) -> None:
    storewarden(*ONLY)
    for line, words in refusals(the_finding(storewarden)).items():
        answer = storewarden(*line)
        assert (answer.code, answer.out) == (2, ""), line
        assert answer.err.startswith("storewarden: "), line
        assert words in answer.err, line
        assert "\x1b" not in answer.err


def test_a_broken_estate_file_is_told_line_by_line(storewarden: Storewarden, home: Path) -> None:
    (home / "storewarden.toml").write_text("[estate]\nname = 3\ncolour = 'red'\n", "utf-8")
    answer = storewarden("check")
    assert answer.code == 2
    assert "storewarden.toml:2" in answer.err
    assert "storewarden.toml:3" in answer.err


def test_a_ledger_that_cannot_be_used_ends_with_three(
    storewarden: Storewarden, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "broken").write_bytes(b"not a database, but long enough to be looked at" * 100)
    monkeypatch.setenv("STOREWARDEN_DATABASE_URL", f"sqlite:///{home}/broken")
    for line in (ONLY, ("findings",), ("audit", "verify")):
        answer = storewarden(*line)
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.startswith("storewarden: ")


def test_a_database_url_with_a_secret_is_not_told(
    storewarden: Storewarden, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://ada:hunter2@127.0.0.1:1/ledger"
    monkeypatch.setenv("STOREWARDEN_DATABASE_URL", url)
    answer = storewarden("findings")
    assert answer.code == 3
    assert "hunter2" not in answer.err + answer.out


def test_checks_and_explain_show_what_is_installed(storewarden: Storewarden) -> None:
    listed = storewarden("checks")
    assert "nobody_responsible  high" in listed.out
    named = {one["id"] for one in json.loads(storewarden("checks", "--format", "json").out)}
    page = storewarden("checks", "--format", "markdown").out
    assert all(f"### `{check}`" in page for check in named)
    told = storewarden("explain", "nobody-responsible")
    assert told.code == 0
    assert "Does a named person answer" in told.out
    assert "*" not in told.out


def sign(told: Answer, what: str) -> str:
    (line,) = (line for line in told.out.splitlines() if f" {what} " in line)
    return line.split()[0]


def test_doctor_says_what_is_reachable_and_what_is_not(
    storewarden: Storewarden, home: Path
) -> None:
    well = storewarden("doctor")
    assert (well.code, sign(well, "ledger"), sign(well, "Python")) == (0, "ok", "ok")
    file = home / "storewarden.toml"
    (home / "empty.log").write_text("", "utf-8")
    more = '[logs.here]\npath = "empty.log"\n[logs.gone]\npath = "gone.log"\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    ill = storewarden("doctor")
    assert ill.code == 3
    assert (sign(ill, "log here"), sign(ill, "log gone")) == ("ok", "bad")
    file.write_text("[estate", "utf-8")
    assert storewarden("doctor").code == 2


def test_doctor_tries_the_mail_server_and_sends_nothing(
    storewarden: Storewarden, home: Path
) -> None:
    assert sign(storewarden("doctor"), "mail server") == "absent"
    file = home / "storewarden.toml"
    before = file.read_text("utf-8")
    with mail_server() as room:
        ways = f'smtp_host = "127.0.0.1"\nsmtp_port = {room.port}\ntls = "none"\n'
        file.write_text(f'{before}[notices]\n{ways}from = "w@shop.example"\n', "utf-8")
        well = storewarden("doctor")
    assert (well.code, sign(well, "mail server"), room.mails) == (0, "ok", [])
    ill = storewarden("doctor")
    assert (ill.code, sign(ill, "mail server")) == (3, "bad")
    assert "could not be used: Connection refused" in " ".join(ill.out.split())


def test_help_names_every_command(storewarden: Storewarden) -> None:
    told = storewarden("--help")
    assert told.code == 0
    for name in ("check", "findings", "show", "ack", "accept", "false-alarm", "explain", "checks"):
        assert f"  {name} " in told.out
    assert storewarden("--version").out.startswith("storewarden ")
    assert storewarden().code == 2


def test_hostile_words_cannot_move_the_terminal(storewarden: Storewarden) -> None:
    storewarden(*ONLY)
    finding = the_finding(storewarden)
    odd = "\x1b]0;owned\x07 \u202egpj.exe\r"
    ledger = opening.open_ledger(opening.load_estate())

    def spoil(known: Mapping[str, Finding]) -> list[Change]:
        after = replace(known[finding], said=odd, subject=odd, asset=odd, evidence=(odd, odd))
        return [Change(Action.REROUTED, after, odd, clock.now(), odd)]

    ledger.update(spoil)
    part = ("check", "--step", "0", "--asset", "estate")
    lines = (part, ("findings",), ("show", finding), ("findings", "--format", "csv"))
    for line in (*lines, ("ack", finding)):
        told = storewarden(*line)
        assert all(sign == "\n" or sign.isprintable() for sign in told.out + told.err)
    assert "\\x1b]0;owned" in storewarden("show", finding).out


def test_a_folder_that_cannot_be_written_ends_with_three(
    storewarden: Storewarden, home: Path
) -> None:
    (home / ".storewarden").write_text("in the way", "utf-8")
    answer = storewarden(*ONLY)
    assert answer.code == 3
    assert "nothing was checked" in answer.err
