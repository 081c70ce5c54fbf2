"""Writes what was collected on the lab's two machines: one is neglected, one is as it should be.

The lab cannot bring machines along; their answers are those of real Debian systems, with invented
packages' states. Storewarden reads them as any other file of ``storewarden collect``.
"""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

_SYSTEM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
_SOURCES = (
    "/var/lib/apt/lists/security.debian.org_debian-security_dists_bookworm-security_InRelease\n"
)
_WAITING = """\
Reading package lists...
Inst libssl3 [3.0.15-1~deb12u1] (3.0.17-1~deb12u2 Debian-Security:12/stable-security [amd64])
Inst tzdata [2025b-0+deb12u1] (2025b-0+deb12u2 Debian:12.12/stable [all])
Conf libssl3 (3.0.17-1~deb12u2 Debian-Security:12/stable-security [amd64])
"""
_TZDATA_ALONE = """\
Reading package lists...
Inst tzdata [2025b-0+deb12u1] (2025b-0+deb12u2 Debian:12.12/stable [all])
"""
_PACKAGES = (
    "installed\topenssh-server\topenssh\t1:9.2p1-2+deb12u{ssh}\n"
    "installed\ttzdata\ttzdata\t2025b-0+deb12u1\n"
)
_PROCESSES = "seen\nold\tnginx\t/usr/lib/x86_64-linux-gnu/libssl.so.3\nseen\nseen\n"
_NO_MARK = "cat: /run/reboot-required: No such file or directory\n"


def write_hosts(folder: Path, today: date) -> None:
    """Write both files, as if they had been collected this morning."""
    folder.mkdir(parents=True, exist_ok=True)
    morning = datetime.combine(today, time(0, 0), UTC)
    stamp = f"{int(morning.timestamp())} /var/lib/apt/lists/partial\n"
    common = {
        "apt_sources": (0, _SOURCES),
        "apt_refreshed": (0, stamp),
        "os_release": (0, _SYSTEM),
        "programs": (0, "php\t8.2.29-1~deb12u1\tPHP 8.2.29 (cli)\n"),
        "reboot_required": (1, _NO_MARK),
        "installed_kernels": (0, "vmlinuz-6.1.0-37-amd64\nvmlinuz-6.1.0-40-amd64\n"),
        "apt_periodic": (0, 'APT::Periodic::Unattended-Upgrade "1";\n'),
        "apt_timer": (0, "enabled\n"),
    }
    neglected = {
        "apt_upgrades": (0, _WAITING),
        "dpkg_packages": (0, _PACKAGES.format(ssh=2)),
        "running_kernel": (0, "6.1.0-37-amd64\n"),
        "old_libraries": (0, _PROCESSES),
        "unattended_upgrades": (1, "dpkg-query: no packages found matching unattended-upgrades\n"),
    }
    kept = {
        "apt_upgrades": (0, _TZDATA_ALONE),
        "dpkg_packages": (0, _PACKAGES.format(ssh=3)),
        "running_kernel": (0, "6.1.0-40-amd64\n"),
        "old_libraries": (0, "seen\nseen\n"),
        "unattended_upgrades": (0, "installed\n"),
    }
    for name, own in (("web", neglected), ("mail", kept)):
        readings = {
            key: {"code": code, "text": text} for key, (code, text) in (common | own).items()
        }
        told = {"form": 1, "collected": morning.isoformat(), "readings": readings}
        (folder / f"{name}.json").write_text(json.dumps(told, indent=1), "utf-8")
