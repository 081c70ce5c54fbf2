"""What is asked of a machine about pending updates: its package tools only say, they do nothing."""

from typing import Final

from storewarden.core.hosts import Reading

APT: Final = Reading(
    "apt_upgrades",
    (
        *("apt-get", "--simulate", "--quiet", "--option", "Debug::NoLocking=1"),
        *("--option", "APT::Get::Show-User-Simulation-Note=0", "dist-upgrade"),
    ),
    60.0,
)
APT_SOURCES: Final = Reading(
    "apt_sources", ("find", "/var/lib/apt/lists", "-maxdepth", "1", "-name", "*Release")
)
APT_REFRESHED: Final = Reading(
    "apt_refreshed",
    (
        *("stat", "-c", "%Y %n", "/var/lib/apt/lists/partial"),
        "/var/lib/apt/periodic/update-success-stamp",
    ),
)
DNF: Final = Reading(
    "dnf_upgrades", ("dnf", "--cacheonly", "--quiet", "updateinfo", "list", "--security"), 60.0
)
DNF_REFRESHED: Final = Reading(
    "dnf_refreshed", ("stat", "-c", "%Y %n", "/var/cache/dnf", "/var/cache/libdnf5")
)
APK: Final = Reading("apk_upgrades", ("apk", "version", "--limit", "<"), 60.0)
APK_REFRESHED: Final = Reading(
    "apk_refreshed", ("stat", "-c", "%Y %n", "/var/cache/apk", "/etc/apk/cache")
)

READINGS: Final = (APT, APT_SOURCES, APT_REFRESHED, DNF, DNF_REFRESHED, APK, APK_REFRESHED)
