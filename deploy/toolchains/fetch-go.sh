#!/usr/bin/env bash
# Unpacks Debian's Go toolchains privately, for tests and the demo, and prints the GOROOT of each.
#
#   deploy/toolchains/fetch-go.sh 1.22 1.23
#
# Nothing is installed and no file of the system is changed: apt runs with its own sources, lists
# and cache below the cache directory, no root needed. A version that is there already costs nothing.
# Use the result with GOTOOLCHAIN=local.
#
#   GRAYDIFF_CACHE           where to unpack, default ~/.cache/graydiff
#   GRAYDIFF_DEBIAN_MIRROR   Debian mirror, default the first one that apt of this machine names
set -euo pipefail

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}

fail() {
  echo "fetch-go: $*" >&2
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../setup/debian-archive.sh"

suite_of() {
  case $1 in
    1.19) echo bookworm ;;
    1.21 | 1.22 | 1.23) echo bookworm-backports ;;
    1.24) echo trixie ;;
    1.25 | 1.26) echo trixie-backports ;;
    1.27) echo sid ;;
    *) fail "no Debian suite has Go $1; known are 1.19 and 1.21 to 1.27" ;;
  esac
}

fetch() {
  local version=$1 root=$cache/go/$1 suite state work
  suite=$(suite_of "$version")
  state=$cache/apt/$version
  work=$cache/go/.unpacking-$version
  configure_apt "$suite" "$state"
  (
    export APT_CONFIG=$state/apt.conf
    apt-get -qq update
    rm -rf "$work"
    mkdir -p "$work/packages" "$work/root"
    cd "$work/packages"
    apt-get -qq download "golang-$version-go" "golang-$version-src"
    for package in *.deb; do dpkg-deb -x "$package" "$work/root"; done
  ) >&2
  rm -rf "$work/packages" "$root" "$state"
  mv "$work/root" "$root"
  rmdir "$work"
}

[ $# -gt 0 ] || fail "name at least one version, for instance: $0 1.22 1.23"
need_debian_archive
mkdir -p "$cache/go"
for version in "$@"; do
  suite_of "$version" >/dev/null
  goroot=$cache/go/$version/usr/lib/go-$version
  exec 9>"$cache/go/.lock-$version"
  flock 9
  [ -x "$goroot/bin/go" ] || fetch "$version"
  exec 9>&-
  echo "$goroot"
done
