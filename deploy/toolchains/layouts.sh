#!/usr/bin/env bash
# Generates the structure offsets and reason names of package io.graydiff.goruntime: builds one
# program with each Go version for each architecture and reads its DWARF and its tables.
#
#   deploy/toolchains/layouts.sh [OUT [VERSION...]]
#
# OUT defaults to the resources of the daemon, VERSION to all that Debian has: 1.19 and 1.21 to 1.27.
# Go 1.17, 1.18 and 1.20 are in no suite of Debian that still has packages, so they are not known.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../daemon/src/main/resources/io/graydiff/goruntime}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 1.19 1.21 1.22 1.23 1.24 1.25 1.26 1.27

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOTOOLCHAIN=local GOFLAGS=-mod=mod GO111MODULE=on CGO_ENABLED=0 GOENV=off

subjects=()
for version in "$@"; do
  goroot=$("$here/fetch-go.sh" "$version")
  for arch in amd64 arm64; do
    (cd "$here/layouts" &&
      GOROOT=$goroot GOARCH=$arch "$goroot/bin/go" build -o "$work/$version-$arch" ./subject)
    subjects+=("$version/$arch=$work/$version-$arch")
  done
done
# The newest toolchain reads them all: its debug/dwarf knows every DWARF version in use.
(cd "$here/layouts" && GOROOT=$goroot "$goroot/bin/go" build -o "$work/dump" ./dump)
mkdir -p "$out"
"$work/dump" "$here/layouts/fields.txt" "$out" "${subjects[@]}"
