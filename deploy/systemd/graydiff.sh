#!/usr/bin/env bash
# Runs graydiff as install.sh installed it.
set -euo pipefail

lib=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/graydiff

fail() {
  echo "graydiff: $*" >&2
  exit 2
}

# shellcheck source=deploy/setup/packages.sh
. "$lib/packages.sh"
find_java 17 java || fail "no Java 17 or later; install openjdk-17-jre-headless or set JAVA_HOME"
access=()
[ "$java_release" -lt 22 ] || access=(--enable-native-access=ALL-UNNAMED)
# One pool of native memory for all threads: each further one keeps what its threads once needed.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
# GRAYDIFF_JAVA_OPTS is a list of options, to be split at spaces.
# shellcheck disable=SC2086
exec "$java_home/bin/java" "@$lib/java.options" ${access[@]+"${access[@]}"} \
  "-Djffi.boot.library.path=$lib/native" "-Dlibrary.jline.path=$lib/native" ${GRAYDIFF_JAVA_OPTS:-} \
  -cp "$lib/graydiff.jar:$lib/lib/*" io.graydiff.app.Main "$@"
