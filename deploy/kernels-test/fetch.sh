#!/usr/bin/env bash
# Fetches a kernel as Debian ships it, installs nothing, and prints the path of its image.
#
#   deploy/kernels-test/fetch.sh amd64 6.1     5.10, 6.1, 6.12 or 7.2, for amd64 or arm64
#
# A kernel that is there already costs nothing; remove it from ~/.cache/graydiff/kernels for a newer
# one of its series. GRAYDIFF_CACHE and GRAYDIFF_DEBIAN_MIRROR as in deploy/toolchains/fetch-go.sh.
set -euo pipefail

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}

fail() {
  echo "kernels: $*" >&2
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../setup/debian-archive.sh"

[ $# = 2 ] || fail "usage: deploy/kernels-test/fetch.sh ARCH SERIES"
arch=$1 series=$2
case $series in
  5.10) suite=bullseye-security ;;
  6.1) suite=bookworm ;;
  6.12) suite=trixie ;;
  7.2) suite=sid ;;
  *) fail "no Debian suite is known to have Linux $series; known are 5.10, 6.1, 6.12 and 7.2" ;;
esac
to=$cache/kernels/$series-$arch
state=$cache/kernels/.apt-$series-$arch

# The packages that a package depends on first: of the newest kernel, and of one split in several.
depends() {
  apt-cache show --no-all-versions "$1" | sed -n 's/^Depends: \(.*\)/\1/p' | tr ',' '\n' |
    sed 's/^ *//; s/ .*//' | grep -E '^linux-(image|binary)-' || true
}

fetch() {
  local work=$to.unpacking package
  configure_apt "$suite" "$state"
  if [[ $suite == *-security ]]; then
    local archive
    archive=$(mirror)
    sed -i "s|$archive|${archive%/debian*}/debian-security|" "$state/sources.list"
  fi
  sed -i '/^deb-src/d' "$state/sources.list"
  echo "APT::Architecture \"$arch\"; APT::Architectures { \"$arch\"; };" >>"$state/apt.conf"
  rm -rf "$work"
  mkdir -p "$work/packages"
  (
    export APT_CONFIG=$state/apt.conf
    cd "$work/packages"
    apt-get -qq update
    package=linux-image-cloud-$arch
    until [ -n "$(find "$work" -name 'vmlinuz*' -print -quit)" ]; do
      package=$(depends "$package" | head -n 1)
      [ -n "$package" ] || fail "Debian's $suite has no cloud kernel for $arch"
      apt-get -qq download "$package"
      dpkg-deb -x ./"$package"_*.deb "$work/root"
    done
  ) >&2
  rm -rf "$to"
  mkdir -p "$to"
  find "$work" -name 'vmlinuz*' -exec mv {} "$to/vmlinuz" ';'
  rm -rf "$work" "$state"
}

need_debian_archive
mkdir -p "$cache/kernels"
exec 9>"$cache/kernels/.lock-$series-$arch"
flock 9
[ -e "$to/vmlinuz" ] || fetch
echo "$to/vmlinuz"
