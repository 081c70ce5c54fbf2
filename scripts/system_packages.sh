#!/bin/sh
# The programs that the tests run for real. On Debian as root the missing ones are installed;
# elsewhere they are named and the run fails: a test that cannot run is not a test that passed.
set -u
missing=""
need() { # need PACKAGE TEST...
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
postgresql_there() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }
need chromium command -v chromium
need chromium-driver command -v chromedriver
need postgresql postgresql_there
need mariadb-server sh -c 'command -v mariadbd || ls /usr/sbin/mariadbd'
need php-cli command -v php
need composer command -v composer
need nodejs command -v node
need openssh-server sh -c 'command -v sshd || ls /usr/sbin/sshd'
need openssh-client command -v ssh
need node-semver sh -c 'ls /usr/share/nodejs/semver/package.json || ls /usr/lib/node_modules/npm/node_modules/semver/package.json'
need systemd command -v journalctl
need systemd-journal-remote test -x /lib/systemd/systemd-journal-remote
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
    echo "Installing for the tests:$missing"
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of words on purpose
    if apt-get update >"$log" 2>&1 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >>"$log" 2>&1; then
        exit 0
    fi
    tail -20 "$log"
    echo "The packages could not be installed; the tests did not run."
    exit 1
fi
echo "The tests need these programs, and this is no Debian system with root rights:$missing"
echo "Install them and try again; nothing was tested."
exit 1
