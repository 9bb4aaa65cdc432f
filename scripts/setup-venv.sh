#!/bin/sh
# Make a virtual environment where Python came without the means to (Debian keeps them in a package of their own).
set -eu
python=$1 venv=$2
rm -rf "$venv"
if command -v apt-get >/dev/null 2>&1; then
    root=; [ "$(id -u)" = 0 ] || root="sudo -n"
    if $root true 2>/dev/null; then
        $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        exec "$python" -m venv "$venv"
    fi
fi
echo "Python cannot make a virtual environment here: install python3-venv, then run this again." >&2
exit 1
