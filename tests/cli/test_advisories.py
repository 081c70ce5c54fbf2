"""``storewarden advisories match`` tells what the lists say, for people and for programs."""

import json
from pathlib import Path

import pytest
from packageurl import PackageURL

from tests.cli.conftest import ESTATE, Storewarden

FIXES = (("0", "2.4.4-p9"), ("2.4.5", "2.4.5-p8"), ("2.4.6", "2.4.6-p6"), ("2.4.7", "2.4.7-p1"))
COSMIC = {
    "id": "GHSA-2345-6789-cfgh",
    "modified": "2026-06-01T00:00:00Z",
    "aliases": ["CVE-2024-34102"],
    "summary": "Improper XML handling \x1b[31m",
    "affected": [
        {
            "package": {"ecosystem": "Packagist", "name": "magento/community-edition"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": low}, {"fixed": fixed}]}
                for low, fixed in FIXES
            ],
        },
        {
            "package": {"ecosystem": "Packagist", "name": "other/thing"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0"}]}],
        },
    ],
}
KEV = {
    "title": "Catalogue",
    "catalogVersion": "2026.06.15",
    "dateReleased": "2026-06-15T00:00:00Z",
    "count": 1,
    "vulnerabilities": [
        {
            "cveID": "CVE-2024-34102",
            "vendorProject": "Adobe",
            "product": "Commerce",
            "vulnerabilityName": "A hole",
            "dateAdded": "2024-07-17",
            "shortDescription": "A hole",
            "requiredAction": "Mend it",
            "dueDate": "2024-08-07",
            "knownRansomwareCampaignUse": "Unknown",
        }
    ],
}


@pytest.fixture
def shop(home: Path) -> Path:
    """A folder with three lock files of Magento, and the lists beside it."""
    for name, version in (("old", "2.4.6-p5"), ("new", "2.4.6-p6"), ("odd", "dev-main")):
        (home / "shop" / name).mkdir(parents=True)
        lock = {
            "packages": [{"name": "magento/product-community-edition", "version": version}],
            "packages-dev": [],
        }
        (home / "shop" / name / "composer.lock").write_text(json.dumps(lock))
    (home / "osv.json").write_text(json.dumps(COSMIC))
    (home / "kev.json").write_text(json.dumps(KEV))
    (home / "page.html").write_text("<html>Gone</html>")
    (home / "empty.json").touch()
    (home / "storewarden.toml").unlink(missing_ok=True)
    return home / "shop"


def test_lists_in_files_need_no_estate(shop: Path, storewarden: Storewarden) -> None:
    answer = storewarden(
        *("advisories", "match", str(shop), "--json"),
        *(
            "--feed",
            f"ours={shop.parent / 'osv.json'}",
            "--feed",
            f"kev={shop.parent / 'kev.json'}",
        ),
    )
    assert answer.code == 1
    (told,) = map(json.loads, answer.out.splitlines())
    (named,) = told.pop("advisories")
    assert told == {
        "purl": "pkg:composer/magento/product-community-edition@2.4.6-p5",
        "version": "2.4.6-p5",
        "newest": None,
        "release": None,
        "standing": "affected",
        "because": "named by GHSA-2345-6789-cfgh",
        "found_in": "old/composer.lock",
    }
    assert (named["id"], named["aliases"]) == ("GHSA-2345-6789-cfgh", ["CVE-2024-34102"])
    assert (named["fixed_in"], named["why"]) == ("2.4.6-p6", "2.4.6 <= 2.4.6-p5 < 2.4.6-p6")
    assert (named["exploited"], named["due"], named["feeds"]) == (True, "2024-08-07", ["ours"])
    assert answer.err == "storewarden: 1 of 3 components affected, 1 unknown\n"


def test_all_answers_have_a_reason(shop: Path, storewarden: Storewarden) -> None:
    feed = f"osv={shop.parent / 'osv.json'}"
    answer = storewarden("advisories", "match", str(shop), "--feed", feed, "--all", "--json")
    told = [json.loads(line) for line in answer.out.splitlines()]
    assert {one["version"]: (one["standing"], one["because"]) for one in told} == {
        "2.4.6-p5": ("affected", "named by GHSA-2345-6789-cfgh"),
        "2.4.6-p6": ("not_affected", "not named by osv"),
        "dev-main": (
            "unknown",
            "'dev-main' names a branch, which has no place in the order of versions",
        ),
    }


def test_the_table_is_for_people_and_harmless(
    shop: Path, storewarden: Storewarden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    feeds = [f"--feed=osv={shop.parent / 'osv.json'}", f"--feed=kev={shop.parent / 'kev.json'}"]
    answer = storewarden("advisories", "match", str(shop), *feeds)
    assert answer.code == 1
    assert "\x1b" not in answer.out
    assert (
        "GHSA-2345-6789-cfgh, CVE-2024-34102: fixed in 2.4.6-p6, thieves use it (2.4.6 <= 2.4.6-p5"
        " < 2.4.6-p6)"
    ) in answer.out
    assert answer.out.splitlines()[-1] == "1 of 3 components affected, 1 unknown"


@pytest.mark.parametrize(
    ("feed", "code", "said"),
    [
        ("nothing", 2, "'nothing' is not NAME=FILE"),
        ("kev=page.html", 3, "page.html is a web page, not a list"),
        ("ours=page.html", 2, "page.html is no list of a format that is known here"),
        ("ours=page.html", 2, "): it is a web page"),
        ("ours=empty.json", 2, "): it is empty"),
        ("osv=gone.json", 3, "gone.json is not there"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(
    shop: Path, storewarden: Storewarden, feed: str, code: int, said: str
) -> None:
    name, _, file = feed.partition("=")
    given = f"{name}={shop.parent / file}" if file else name
    answer = storewarden("advisories", "match", str(shop), "--feed", given)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_when_nothing_can_be_judged_it_was_not_checked(
    shop: Path, storewarden: Storewarden
) -> None:
    feed = f"kev={shop.parent / 'kev.json'}"
    answer = storewarden("advisories", "match", str(shop), "--feed", feed)
    assert (answer.code, answer.out) == (3, "0 of 3 components affected, 3 unknown\n")


def test_without_a_feed_the_estates_own_lists_are_asked(
    shop: Path, storewarden: Storewarden
) -> None:
    (shop.parent / "storewarden.toml").write_text(ESTATE)
    answer = storewarden("advisories", "match", str(shop), "--all", "--json")
    assert answer.code == 3
    assert {json.loads(line)["because"] for line in answer.out.splitlines()} == {
        "no followed list covers composer",
        "'dev-main' names a branch, which has no place in the order of versions",
    }
    assert (shop.parent / ".storewarden" / "advisories.sqlite3").exists()


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_place_that_could_not_be_read_is_named_and_is_not_checked(
    shop: Path, storewarden: Storewarden, form: tuple[str, ...]
) -> None:
    broken = shop.parent / "broken"
    broken.mkdir()
    (broken / "composer.lock").write_text("{")
    feed = f"ours={shop.parent / 'osv.json'}"
    answer = storewarden("advisories", "match", str(broken), "--feed", feed, *form)
    told = answer.err.removeprefix("storewarden: ") if form else answer.out
    said = "0 of 0 components affected, 0 unknown; 1 place could not be read\n"
    said += "  composer.lock: is broken: DecodeError\n"
    assert (answer.code, told) == (3, said)


def test_a_package_url_is_written_as_its_specification_asks(
    shop: Path, storewarden: Storewarden
) -> None:
    version = "1.0.0-rc.1+build.5"
    lock = {"packages": {"node_modules/@fern/lamp": {"version": version}}}
    (shop / "old" / "package-lock.json").write_text(json.dumps(lock))
    feed = f"ours={shop.parent / 'osv.json'}"
    place = shop / "old" / "package-lock.json"
    answer = storewarden("advisories", "match", str(place), "--feed", feed, "--json", "--all")
    (told,) = map(json.loads, answer.out.splitlines())
    assert told["purl"] == str(PackageURL("npm", "@fern", "lamp", version))
    assert told["version"] == version
