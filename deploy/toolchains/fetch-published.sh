#!/usr/bin/env bash
# Fetches programs that were built with Go versions of which no toolchain can be had from Debian, with
# their debugging data in them: protoc-gen-validate, as Maven Central has it. Prints the path of each.
#
#   deploy/toolchains/fetch-published.sh 1.18/amd64 1.20/arm64
#
# What is there already costs nothing.
#
#   GRAYDIFF_CACHE   where to keep them, default ~/.cache/graydiff
set -euo pipefail

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}

fail() {
  echo "fetch-published: $*" >&2
  exit 2
}

release_of() {
  case $1 in
    1.17) echo 0.6.13 ;;
    1.18) echo 0.10.1 ;;
    1.20) echo 1.0.2 ;;
    *) fail "no published program is known for Go $1; known are 1.17, 1.18 and 1.20" ;;
  esac
}

machine_of() {
  case $1 in
    amd64) echo linux-x86_64 ;;
    arm64) echo linux-aarch_64 ;;
    *) fail "no architecture $1; known are amd64 and arm64" ;;
  esac
}

[ $# -gt 0 ] || fail "name at least one version and architecture, for instance: $0 1.18/amd64"
for wanted in "$@"; do
  release=$(release_of "${wanted%/*}")
  machine=$(machine_of "${wanted#*/}")
  name=protoc-gen-validate-$release-$machine.exe
  [ -e "$cache/published/$name" ] ||
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
      "-Dartifact=build.buf.protoc-gen-validate:protoc-gen-validate:$release:exe:$machine" \
      "-DoutputDirectory=$cache/published" >&2 ||
    fail "Maven could not fetch protoc-gen-validate $release for $machine"
  echo "$cache/published/$name"
done
