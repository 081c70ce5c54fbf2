#!/bin/sh
# The fast tests once more on the other supported Python (3.11 and 3.13), when the machine has it.
set -eu
uv=$1
mine=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
runs() { [ -x "$1" ] && "$1" -c 'import venv, ssl, sqlite3' 2>/dev/null; }
find_python() { # the first interpreter of that version that really starts
    for candidate in "$(command -v "python$1" || true)" /usr/bin/python"$1" \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python"$1"; do
        if runs "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}
for version in 3.11 3.13; do
    [ "$version" = "$mine" ] && continue
    found=$(find_python "$version")
    if [ -z "$found" ]; then
        echo "NOT TESTED on Python $version: this machine has none"
        continue
    fi
    echo "Once more on Python $version"
    UV_PROJECT_ENVIRONMENT=".venv-$version" "$uv" sync --quiet --locked --python "$found"
    ".venv-$version/bin/python" -m pytest -q -n 2 --hypothesis-profile=quick -m "not slow and not lab and not browser and not postgresql and not mariadb and not corpus"
done
