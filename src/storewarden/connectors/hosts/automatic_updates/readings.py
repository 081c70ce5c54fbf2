"""What is asked of a machine about updates that install themselves."""

from typing import Final

from storewarden.core.hosts import Reading

PERIODIC: Final = Reading("apt_periodic", ("apt-config", "dump", "APT::Periodic"))
PACKAGE: Final = Reading(
    "unattended_upgrades", ("dpkg-query", "-W", "-f=${db:Status-Status}\n", "unattended-upgrades")
)
APT_TIMER: Final = Reading("apt_timer", ("systemctl", "is-enabled", "apt-daily-upgrade.timer"))
DNF_TIMER: Final = Reading(
    "dnf_timer", ("systemctl", "is-enabled", "dnf-automatic.timer", "dnf5-automatic.timer")
)
APK_CRON: Final = Reading("apk_cron", ("grep", "-rl", "apk.*upgrade", "/etc/periodic"))

READINGS: Final = (PERIODIC, PACKAGE, APT_TIMER, DNF_TIMER, APK_CRON)
