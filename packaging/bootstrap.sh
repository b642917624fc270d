#!/usr/bin/env bash
# Installs the system libraries Daytrail needs on Debian and its relatives.
#
#   packaging/bootstrap.sh [run|demo|test|test-slow]
#
# run: what the application needs on a desktop. demo, test: also the virtual screen, the virtual microphone and the
# programs that the scripted session and the tests use. Installs as root or through sudo; where neither is possible
# it prints the exact command and ends with 1. Does nothing when all is there.
set -euo pipefail

purpose=${1:-run}
libraries=(libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libbrotli1
           libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
           libportaudio2 libasound2-plugins)
desk=(xvfb xauth openbox xdotool x11-utils x11-xserver-utils xterm mousepad dbus
      pulseaudio pulseaudio-utils espeak-ng fonts-dejavu-core)
tests=(xclip trayer ffmpeg)

case $purpose in
  run) wanted=("${libraries[@]}") ;;
  demo) wanted=("${libraries[@]}" "${desk[@]}") ;;
  test) wanted=("${libraries[@]}" "${desk[@]}" "${tests[@]}") ;;
  *) echo "usage: $0 [run|demo|test]" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "This system has no Debian packages. Install the counterparts of these yourself: ${wanted[*]}" >&2
  exit 0
fi

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
# The time_t transition renamed a few libraries; either name will do.
missing=()
for package in "${wanted[@]}"; do
  installed "$package" || installed "${package}t64" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo)
elif command -v sudo >/dev/null && [ -t 0 ]; then
  as_root=(sudo)
else
  echo "Daytrail needs system packages that only an administrator can install. Run this, then try again:" >&2
  echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 1
fi

echo "Installing system packages: ${missing[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
"${apt[@]}" update >/dev/null
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
