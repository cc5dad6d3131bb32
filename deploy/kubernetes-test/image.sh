#!/usr/bin/env bash
# Packs a folder as an image, with nothing else in it, into an archive that `ctr images import` reads.
#
#   deploy/kubernetes-test/image.sh NAME:TAG FOLDER ARCHIVE ENTRYPOINT
set -euo pipefail

name=$1 folder=$2 archive=$3 entrypoint=$4
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
buildah=(buildah --root "$store/root" --runroot "$store/run" --storage-driver vfs)
container=$("${buildah[@]}" from scratch)
"${buildah[@]}" copy --quiet "$container" "$folder" / >/dev/null
"${buildah[@]}" config --entrypoint "[\"$entrypoint\"]" "$container"
"${buildah[@]}" commit --quiet --format docker "$container" "$name" >/dev/null
rm -f "$archive"
"${buildah[@]}" push --quiet "$name" "docker-archive:$archive:$name"
