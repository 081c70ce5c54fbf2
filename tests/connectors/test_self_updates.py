"""What wp-config.php forbids is seen; comments and other constants forbid nothing."""

from pathlib import Path

import pytest

from storewarden.connectors.cms.self_updates.connector import CONNECTOR
from storewarden.core.checks import Fact
from storewarden.core.connectors import Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import CodeTree
from storewarden.facts.hosts import SelfUpdates
from tests.support.access import access_to, an_estate


def told(folder: Path) -> list[Fact | Unseen]:
    tree = CodeTree("blog", folder)
    return list(CONNECTOR.gather(tree, access_to(an_estate(folder, tree))))


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    (folder / "wp-includes").mkdir(parents=True)
    (folder / "wp-includes" / "version.php").write_text("<?php $wp_version = '6.9.7';")
    return folder


@pytest.mark.parametrize(
    ("config", "on", "because"),
    [
        ("<?php\n", True, "nothing in wp-config.php forbids it"),
        ("define('WP_AUTO_UPDATE_CORE', 'minor');", True, "nothing in wp-config.php forbids it"),
        ("define( 'DISALLOW_FILE_MODS', false );", True, "nothing in wp-config.php forbids it"),
        ("// define('DISALLOW_FILE_MODS', true);", True, "nothing in wp-config.php forbids it"),
        (
            "/* define('DISALLOW_FILE_MODS',\n true); */",
            True,
            "nothing in wp-config.php forbids it",
        ),
        ("# define('DISALLOW_FILE_MODS', true);", True, "nothing in wp-config.php forbids it"),
        ("define('X', 'http://a//b'); ", True, "nothing in wp-config.php forbids it"),
        ('define("DISALLOW_FILE_MODS",TRUE);', False, "DISALLOW_FILE_MODS is on in wp-config.php"),
        (
            "Define ( 'AUTOMATIC_UPDATER_DISABLED' , 1 ) ;",
            False,
            "AUTOMATIC_UPDATER_DISABLED is on in wp-config.php",
        ),
        (
            "define('WP_AUTO_UPDATE_CORE', false);",
            False,
            "WP_AUTO_UPDATE_CORE is off in wp-config.php",
        ),
    ],
)
def test_the_constants_of_wordpress(blog: Path, config: str, on: bool, because: str) -> None:  # noqa: FBT001 - a column of the table
    (blog / "wp-config.php").write_text(config, "utf-8")
    assert told(blog) == [SelfUpdates("WordPress", on, because)]


def test_the_file_may_lie_one_folder_up(blog: Path) -> None:
    (blog.parent / "wp-config.php").write_text("define('DISALLOW_FILE_MODS', true);")
    assert told(blog) == [
        SelfUpdates("WordPress", on=False, because="DISALLOW_FILE_MODS is on in wp-config.php")
    ]


def test_without_settings_it_is_not_known_and_elsewhere_it_does_not_apply(
    blog: Path, tmp_path: Path
) -> None:
    with pytest.raises(Unreachable, match=r"blog has no wp-config\.php"):
        told(blog)
    (tmp_path / "other").mkdir()
    assert told(tmp_path / "other") == []
