#!/usr/bin/env bash
# Renders helm/graydiff by the Helm that the tests bring along.
#
#   deploy/kubernetes/render.sh               into graydiff.yaml and fleet-judge.yaml beside it
#   deploy/kubernetes/render.sh VALUES.yaml   with these values, to standard output
set -euo pipefail

values=${1:+$(readlink -f "$1")}
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# By way of a file: where TERM names a terminal, Maven writes escape codes to its standard output.
rendered=${values:+$(mktemp)}
trap 'rm -f "$rendered"' EXIT
mvn -B -q test-compile >&2
mvn -B -q -pl daemon org.codehaus.mojo:exec-maven-plugin:3.6.4:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-cp %classpath io.graydiff.chart.Manifests $values $rendered" >&2
[ -z "$rendered" ] || cat "$rendered"
