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
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  echo "fetch-go: $*" >&2
  exit 2
}

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

mirror() {
  local found=${GRAYDIFF_DEBIAN_MIRROR:-}
  # shellcheck disable=SC2016  # apt expands it
  [ -n "$found" ] || found=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' |
    grep -m1 '/debian/*$' || true)
  [ -n "$found" ] ||
    fail "apt of this machine names no Debian mirror; set GRAYDIFF_DEBIAN_MIRROR to one"
  echo "$found"
}

# Writes an apt configuration that knows one suite only. Proxy and similar settings of the machine
# are kept, its sources, preferences and hooks are not read.
configure_apt() {
  local suite=$1 state=$2
  mkdir -p "$state"/{parts,preferences,lists/partial,cache/archives/partial}
  : >"$state/status"
  echo "deb [signed-by=$keyring] $(mirror) $suite main" >"$state/sources.list"
  {
    apt-config dump Acquire
    cat <<END
Dir::Etc::parts "$state/parts";
Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "$state/parts";
Dir::Etc::preferences "$state/none";
Dir::Etc::preferencesparts "$state/preferences";
Dir::State::status "$state/status";
Dir::State::lists "$state/lists";
Dir::Cache "$state/cache";
Acquire::Languages "none";
APT::Sandbox::User "";
END
  } >"$state/apt.conf"
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
for tool in apt-get dpkg-deb flock; do
  command -v "$tool" >/dev/null || fail "$tool is missing; this script needs Debian or Ubuntu"
done
[ -e "$keyring" ] || fail "$keyring is missing; install debian-archive-keyring"
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
