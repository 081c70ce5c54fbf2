"""What is asked of a machine about the system and the programs whose makers end their support."""

from typing import Final

from storewarden.connectors.distributions import SYSTEM
from storewarden.core.hosts import Reading

_ASK: Final = """
ask() {
  file=$(command -v "$1") || return 0
  file=$(readlink -f "$file")
  owner=$(dpkg-query -S "$file" 2>/dev/null | head -n 1 | cut -d: -f1)
  version=
  [ -n "$owner" ] && version=$(dpkg-query -W -f='${Version}' "$owner" 2>/dev/null)
  [ -z "$owner" ] && owner=$(rpm -qf --qf '%{NAME}' "$file" 2>/dev/null) && version=distribution
  [ -z "$version" ] && owner=$(apk info -qW "$file" 2>/dev/null) && version=distribution
  printf '%s\\t%s\\t' "$1" "$version"
  "$@" 2>&1 </dev/null | grep -m 1 '[0-9]'
}
ask php -v
ask python3 --version
ask node --version
ask mariadbd --version
ask mysqld --version
ask nginx -v
ask apache2 -v
ask httpd -v
ask redis-server --version
ask valkey-server --version
ask memcached -V
ask haproxy -v
ask caddy version
true
"""
PROGRAMS: Final = Reading("programs", ("sh", "-c", _ASK), 60.0)

READINGS: Final = (SYSTEM, PROGRAMS)
