"""What is asked of a machine about what it still runs although something newer is installed."""

from typing import Final

from storewarden.core.hosts import Reading

REBOOT: Final = Reading(
    "reboot_required", ("cat", "/run/reboot-required", "/run/reboot-required.pkgs")
)
RUNNING_KERNEL: Final = Reading("running_kernel", ("uname", "-r"))
KERNELS: Final = Reading("installed_kernels", ("ls", "-1", "/boot"))
_LOOK: Final = """
for maps in /proc/[0-9]*/maps; do
  process=${maps%/maps}
  if cat "$maps" >/dev/null 2>&1; then
    program=$(cat "$process/comm" 2>/dev/null)
    echo "seen"
    grep -E '/[^ ]*\\.so[.0-9]* \\(deleted\\)$' "$maps" 2>/dev/null |
      sed -E 's/^.* (\\/[^ ]*) \\(deleted\\)$/\\1/' | sort -u | while read -r library; do
        printf 'old\\t%s\\t%s\\n' "$program" "$library"
      done
  elif [ -d "$process" ]; then
    echo "unread"
  fi
done
"""
OLD_LIBRARIES: Final = Reading("old_libraries", ("sh", "-c", _LOOK), 60.0)

READINGS: Final = (REBOOT, RUNNING_KERNEL, KERNELS, OLD_LIBRARIES)
