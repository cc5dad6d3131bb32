#!/usr/bin/env bash
# Generates the structure offsets and reason names of package io.graydiff.goruntime: builds one
# program with each Go version for each architecture and reads its DWARF and its tables. Go 1.17, 1.18
# and 1.20 are in no suite of Debian that still has packages; of these, programs that others built and
# published are read, and what they lack is in layouts/from-code.txt.
#
#   deploy/toolchains/layouts.sh [OUT [VERSION...]]
#
# OUT defaults to the resources of the daemon, VERSION to all: 1.17 to 1.27.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tables=$here/../../daemon/src/main/resources/io/graydiff/goruntime
out=${1:-$tables}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 1.17 1.18 1.19 1.20 1.21 1.22 1.23 1.24 1.25 1.26 1.27

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOTOOLCHAIN=local GOFLAGS=-mod=mod GO111MODULE=on CGO_ENABLED=0 GOENV=off

subjects=()
for version in "$@"; do
  case $version in
    1.17 | 1.18 | 1.20)
      for arch in amd64 arm64; do
        # Register arguments came to arm64 with 1.18, and graydiff reads nothing before.
        [ "$version/$arch" != 1.17/arm64 ] || continue
        subjects+=("$version/$arch=$("$here/fetch-published.sh" "$version/$arch")")
      done
      continue
      ;;
  esac
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
"$work/dump" "$tables/fields.txt" "$here/layouts/from-code.txt" "$out" "${subjects[@]}"
