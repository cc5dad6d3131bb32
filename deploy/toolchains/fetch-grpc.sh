#!/usr/bin/env bash
# Unpacks the sources of gRPC for Go, and of what it needs, privately as Debian ships them, and prints
# the GOPATH to build a program with them (GO111MODULE=off).
#
#   deploy/toolchains/fetch-grpc.sh
#
# Nothing is installed and no file of the system is changed. What is there already costs nothing.
#
#   GRAYDIFF_CACHE           where to unpack, default ~/.cache/graydiff
#   GRAYDIFF_DEBIAN_MIRROR   Debian mirror, default the first one that apt of this machine names
set -euo pipefail

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
root=$cache/go-grpc
packages=(
  golang-google-grpc-dev
  golang-google-genproto-dev
  golang-github-golang-protobuf-1-3-dev
  golang-golang-x-net-dev
  golang-golang-x-sys-dev
  golang-golang-x-text-dev
)

fail() {
  echo "fetch-grpc: $*" >&2
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../setup/debian-archive.sh"

fetch() {
  local state=$cache/apt/grpc work=$cache/.unpacking-grpc package
  configure_apt bookworm "$state"
  (
    export APT_CONFIG=$state/apt.conf
    apt-get -qq update
    rm -rf "$work"
    mkdir -p "$work/packages" "$work/root"
    cd "$work/packages"
    apt-get -qq download "${packages[@]}"
    for package in *.deb; do dpkg-deb -x "$package" "$work/root"; done
  ) >&2
  rm -rf "$work/packages" "$root" "$state"
  mv "$work/root" "$root"
  rmdir "$work"
}

need_debian_archive
mkdir -p "$cache"
exec 9>"$cache/.lock-grpc"
flock 9
[ -d "$root/usr/share/gocode/src/google.golang.org/grpc" ] || fetch
exec 9>&-
echo "$root/usr/share/gocode"
