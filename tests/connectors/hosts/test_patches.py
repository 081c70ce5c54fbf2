"""What machines say of their patches becomes facts, whichever package tool they have."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storewarden.connectors.hosts.automatic_updates.connector import CONNECTOR as AUTOMATIC
from storewarden.connectors.hosts.restarts.connector import CONNECTOR as RESTARTS
from storewarden.connectors.hosts.support.connector import CONNECTOR as SUPPORT
from storewarden.connectors.hosts.updates.connector import CONNECTOR as UPDATES
from storewarden.core.checks import Fact
from storewarden.core.connectors import Connector, Unseen
from storewarden.core.errors import Unreachable
from storewarden.core.estate import Host
from storewarden.core.hosts import Output
from storewarden.facts.hosts import (
    AutomaticUpdates,
    OldLibraries,
    OldLibrary,
    PendingUpdates,
    Restart,
    Update,
)
from storewarden.facts.lifecycle import Running
from tests.connectors.hosts.answering import Answering
from tests.support.access import NOON, access_to, an_estate

HOST = Host("web1")
UPGRADES = """\
Reading package lists...
Inst base-files [12.4+deb12u5] (12.4+deb12u9 Debian:12.9/stable [amd64])
Inst libssl3 [3.0.11-1~deb12u2] (3.0.15-1~deb12u1 Debian-Security:12/stable-security [amd64]) []
Inst linux-image-6.1.0-28-amd64 (6.1.119-1 Debian-Security:12/stable-security [amd64])
Inst curl [7.81.0-1ubuntu1.15] (7.81.0-1ubuntu1.20 Ubuntu:22.04/jammy-security [amd64])
Conf libssl3 (3.0.15-1~deb12u1 Debian-Security:12/stable-security [amd64])
"""
FETCHED = f"{int(datetime(2026, 6, 15, 2, tzinfo=UTC).timestamp())} /var/lib/apt/lists/partial\n"
SOURCES = "/var/lib/apt/lists/deb.debian.org_debian-security_dists_bookworm-security_InRelease\n"


def told(connector: Connector[Host], **said: str | Output) -> list[Fact | Unseen]:
    machine = Answering(said)
    access = access_to(an_estate(Path("/"), HOST), machine=lambda _host: machine)
    return list(connector.gather(HOST, access))


def test_apt_tells_which_updates_close_holes() -> None:
    assert told(UPDATES, apt_upgrades=UPGRADES, apt_refreshed=FETCHED, apt_sources=SOURCES) == [
        PendingUpdates(
            "apt",
            (
                Update("libssl3", "3.0.11-1~deb12u2", "3.0.15-1~deb12u1"),
                Update("curl", "7.81.0-1ubuntu1.15", "7.81.0-1ubuntu1.20"),
            ),
            1,
            NOON,
            datetime(2026, 6, 15, 2, tzinfo=UTC),
            True,
        )
    ]


def test_sources_without_security_and_lists_never_fetched_are_told() -> None:
    missing = "stat: cannot statx '/var/lib/apt/lists/partial': No such file or directory\n"
    (fact,) = told(
        UPDATES,
        apt_upgrades="",
        apt_refreshed=Output(1, missing),
        apt_sources="/var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease\n",
    )
    assert fact == PendingUpdates("apt", (), 0, NOON, None, False)


def test_dnf_tells_each_package_once() -> None:
    lines = (
        "FEDORA-2026-1 Important/Sec. openssl-libs-1:3.2.2-6.fc41.x86_64\n"
        "FEDORA-2026-2 Moderate/Sec.  curl-8.9.1-3.fc41.x86_64\n"
        "FEDORA-2026-3 bugfix         bash-5.2.32-1.fc41.x86_64\n"
    )
    (fact,) = told(UPDATES, dnf_upgrades=lines, dnf_refreshed="1781481600 /var/cache/dnf\n")
    assert fact == PendingUpdates(
        "dnf",
        (
            Update("openssl-libs", "", "1:3.2.2-6.fc41.x86_64"),
            Update("curl", "", "8.9.1-3.fc41.x86_64"),
        ),
        0,
        NOON,
        datetime(2026, 6, 15, tzinfo=UTC),
    )


def test_apk_counts_everything_that_is_newer() -> None:
    lines = (
        "Installed:       Available:\n"
        "libcrypto3-3.1.4-r5   < 3.1.7-r0\nphp82-8.2.20-r0 < 8.2.24-r0\n"
    )
    (fact,) = told(UPDATES, apk_upgrades=lines)
    assert isinstance(fact, PendingUpdates)
    assert fact.security == (
        Update("libcrypto3", "3.1.4-r5", "3.1.7-r0"),
        Update("php82", "8.2.20-r0", "8.2.24-r0"),
    )


@pytest.mark.parametrize(
    ("said", "because"),
    [
        (
            Output(100, "E: Unable to lock\n"),
            "apt could not say what is pending: E: Unable to lock",
        ),
        (Output(1), "apt could not say what is pending: it said nothing"),
        (Output(0, UPGRADES, cut=True), "apt said more than can be read"),
        (Output(None), "web1 has none of the package tools that are known: apt, dnf, apk"),
    ],
)
def test_a_tool_that_fails_is_not_clean(said: Output, because: str) -> None:
    with pytest.raises(Unreachable) as gone:
        told(UPDATES, apt_upgrades=said)
    assert str(gone.value) == because


SEEN = "seen\nseen\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"reboot_required": "*** System restart required ***\nlinux-base\n"},
            Restart(True, ("System restart required", "linux-base")),
        ),
        (
            {
                "reboot_required": Output(1, "cat: /run/reboot-required: No such file\n"),
                "running_kernel": "6.1.0-9-amd64\n",
                "installed_kernels": "config-6.1.0-10-amd64\nvmlinuz-6.1.0-10-amd64\n"
                "vmlinuz-6.1.0-9-amd64\n",
            },
            Restart(True, ("kernel 6.1.0-10-amd64 is installed, 6.1.0-9-amd64 is running",)),
        ),
        (
            {"running_kernel": "6.1.0-10-amd64", "installed_kernels": "vmlinuz-6.1.0-10-amd64"},
            Restart(False),
        ),
        ({"running_kernel": "6.18.44-host", "installed_kernels": ""}, Restart(False)),
    ],
)
def test_a_restart_is_needed_when_a_file_or_a_newer_kernel_says_so(
    said: dict[str, str | Output], expected: Restart
) -> None:
    assert told(RESTARTS, **said, old_libraries=SEEN)[0] == expected


def test_programs_on_replaced_libraries_are_named_once() -> None:
    lines = (
        "seen\nold\tnginx\t/usr/lib/libssl.so.3\nseen\nold\tnginx\t/usr/lib/libssl.so.3\nunread\n"
        "old\tbroken\n"
    )
    assert told(RESTARTS, running_kernel="1", old_libraries=lines)[1] == OldLibraries(
        (OldLibrary("nginx", "/usr/lib/libssl.so.3"),), 2, 1
    )


def test_a_machine_without_processes_did_not_tell() -> None:
    with pytest.raises(Unreachable, match="did not tell about its processes"):
        told(RESTARTS, running_kernel="1", old_libraries="")


ON = 'APT::Periodic "";\nAPT::Periodic::Unattended-Upgrade "1";\n'


@pytest.mark.parametrize(
    ("said", "on", "because"),
    [
        (
            {"apt_periodic": ON, "unattended_upgrades": "installed\n", "apt_timer": "enabled\n"},
            True,
            "unattended-upgrades runs every day",
        ),
        (
            {"apt_periodic": ON, "unattended_upgrades": Output(1, "dpkg-query: no packages found")},
            False,
            "unattended-upgrades is not installed",
        ),
        (
            {"apt_periodic": ON.replace('"1"', '"0"'), "unattended_upgrades": "installed\n"},
            False,
            "APT::Periodic::Unattended-Upgrade is not set",
        ),
        (
            {"apt_periodic": "", "unattended_upgrades": "installed\n"},
            False,
            "APT::Periodic::Unattended-Upgrade is not set",
        ),
        (
            {
                "apt_periodic": ON,
                "unattended_upgrades": "installed\n",
                "apt_timer": Output(1, "masked\n"),
            },
            False,
            "the timer apt-daily-upgrade is not enabled",
        ),
        ({"dnf_timer": Output(1, "disabled\nenabled\n")}, True, "the timer of dnf-automatic is on"),
        ({"dnf_timer": Output(1, "disabled\n")}, False, "the timer of dnf-automatic is off"),
        ({"apk_cron": "/etc/periodic/daily/up\n"}, True, "a job in /etc/periodic upgrades by apk"),
        ({"apk_cron": Output(1)}, False, "no job in /etc/periodic upgrades by apk"),
    ],
)
def test_whether_updates_install_themselves(
    said: dict[str, str | Output],
    on: bool,  # noqa: FBT001 - a column of the table
    because: str,
) -> None:
    assert told(AUTOMATIC, **said) == [AutomaticUpdates(on, because)]


def test_programs_of_the_distribution_are_its_own_business() -> None:
    system = 'PRETTY_NAME="Debian GNU/Linux 12"\nVERSION_ID="12"\nID=debian\n'
    programs = (
        "php\t8.2.29-1~deb12u1\tPHP 8.2.29 (cli) (built: Jul  3 2026)\n"
        "php\t8.1.33-1+0~20260703.72+debian12~1.gbp\tPHP 8.1.33 (cli)\n"
        "node\t20.20.2-1nodesource1\tv20.20.2\n"
        "mariadbd\t1:10.6.1+maria~deb12\tmariadbd  Ver 10.6.1-MariaDB-1:10.6.1+maria~deb12\n"
        "nginx\t1.28.0-1~bookworm\tnginx version: nginx/1.28.0\n"
        "python3\t\tPython 3.9.1\n"
        "httpd\tdistribution\tServer version: Apache/2.4.57 (Rocky Linux)\n"
        "redis-server\t\tRedis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n"
        "unheard-of\t\t1.0\n"
        "php\t\tno version here\n"
    )
    expected = [
        ("debian", "12"),
        ("php", "8.1.33"),
        ("nodejs", "20.20.2"),
        ("mariadb", "10.6.1"),
        ("nginx", "1.28.0"),
        ("python", "3.9.1"),
        ("redis", "7.0.15"),
    ]
    facts = told(SUPPORT, os_release=system, programs=programs)
    running = [fact for fact in facts if isinstance(fact, Running)]
    assert [(one.product, one.version) for one in running] == expected
    assert {(one.found_in, one.as_of) for one in running} == {("this machine", NOON.date())}
    assert running[0] == Running(
        "debian", "12", "this machine", NOON.date(), "12", date(2028, 6, 30)
    )


def test_a_machine_that_hides_its_system_is_unknown() -> None:
    with pytest.raises(Unreachable, match="does not say which system it runs"):
        told(SUPPORT, os_release="cat: no such file\n", programs="")
