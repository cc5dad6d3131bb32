#!/usr/bin/env bash
# Renders helm/graydiff into deploy/kubernetes/graydiff.yaml, by the Helm that the tests bring along.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
mvn -B -q test-compile
mvn -B -q -pl daemon org.codehaus.mojo:exec-maven-plugin:3.6.4:exec \
  -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-cp %classpath io.graydiff.chart.Manifests"
