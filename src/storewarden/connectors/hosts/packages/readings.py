"""What is asked of a machine about the packages that its distribution installed."""

from typing import Final

from storewarden.connectors.distributions import SYSTEM
from storewarden.core.hosts import Reading

DPKG: Final = Reading(
    "dpkg_packages",
    (
        *("dpkg-query", "--show", "--showformat"),
        r"${db:Status-Status}\t${binary:Package}\t${source:Package}\t${source:Version}\n",
    ),
    60.0,
)
APK: Final = Reading("apk_packages", ("apk", "list", "--installed"), 60.0)

READINGS: Final = (SYSTEM, DPKG, APK)
