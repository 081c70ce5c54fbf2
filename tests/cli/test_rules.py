"""``storewarden rules``: what is in force, and what cannot be used."""

import json
from pathlib import Path

import pytest

from storewarden.cli.program import run

BAD = """\
title: Bad
name: bad
logsource:
  category: webserver
detection:
  s:
    cookie: x
  condition: s
"""
OVERLAY = "- rule: shop_export_download\n  disable: true\n  because: We have no exports\n"
ESTATE = '[estate]\nname = "Shop"\nowner = "ada"\n[people.ada]\nname = "Ada"\n'


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    (tmp_path / "storewarden.toml").write_text(ESTATE)
    (tmp_path / "rules" / "overlay").mkdir(parents=True)
    (tmp_path / "rules" / "overlay" / "ours.yml").write_text(OVERLAY)
    return tmp_path / "storewarden.toml"


def test_the_list_shows_what_is_in_force_and_what_was_changed(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--estate", str(estate), "rules", "list"]) == 0
    said = capsys.readouterr().out
    assert "shop_export_download  medium  turned off" in said
    assert "changed by an overlay: We have no exports" in said
    assert ", 0 refused" in said


def test_the_list_as_json(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--estate", str(estate), "rules", "list", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (changed,) = [rule for rule in told["rules"] if rule["changed"]]
    assert changed == {
        "id": "shop_export_download",
        "uuid": "6a0d2c0e-5f0b-4b5a-9b57-0d7c4e5c1a01",
        "title": "Price list or customer export fetched by a script",
        "severity": "medium",
        "classes": [],
        "in_force": False,
        "changed": ["We have no exports"],
        "file": "shop_export_download/rule.yml",
        "line": 1,
    }
    assert told["refused"] == []


def test_a_rule_that_cannot_be_used_is_unknown(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (estate.parent / "rules" / "bad.yml").write_text(BAD)
    assert run(["--estate", str(estate), "rules", "list"]) == 3
    told = capsys.readouterr()
    assert ", 1 refused" in told.out
    assert told.err == "storewarden: rules/bad.yml:7: no log that comes here has a field cookie\n"


def test_validate_names_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yml").write_text(BAD)
    (tmp_path / "good.yml").write_text(BAD.replace("cookie", "path").replace("bad", "good"))
    assert run(["rules", "validate", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == f"{tmp_path}: 1 rules, 0 correlations, 1 refused\n"
    assert told.err == "storewarden: bad.yml:7: no log that comes here has a field cookie\n"
    assert run(["rules", "validate", str(tmp_path / "good.yml")]) == 0


def test_without_an_estate_the_shipped_rules_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STOREWARDEN_ESTATE", raising=False)
    assert run(["rules", "list"]) == 0
    assert "shop_export_download  medium\n" in capsys.readouterr().out
