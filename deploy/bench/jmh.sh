#!/usr/bin/env bash
# The benchmarks of the Java code, and the race of the event ring against libbpf. As root.
#
#   deploy/bench/jmh.sh [--optimising] [PATTERN...]   of the Java code those whose names match
#
# Runs with the agent's own options of the Java virtual machine, which compile fast and optimise
# little; --optimising leaves the choice of compilers to the virtual machine.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

flags=("@$home/deploy/setup/java.options")
if [ "${1:-}" = --optimising ]; then
  shift
  flags=(-XX:+UseSerialGC -Xmx96m --add-opens java.base/java.nio=ALL-UNNAMED)
fi

cd "$home"
mvn -B -q -P jmh -pl daemon test-compile org.apache.maven.plugins:maven-dependency-plugin:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/jmh.classpath
cc -O2 -Wall -Wextra -o "$work/ring" deploy/bench/ring.c -lbpf
classes=daemon/target/test-classes:daemon/target/classes:$(cat daemon/target/jmh.classpath)

describe_machine
java "${flags[@]}" -cp "$classes" io.graydiff.kernel.EventRingRace "$work/ring" 51
java "${flags[@]}" -cp "$classes" org.openjdk.jmh.Main -f 1 -wi 3 -w 1 -i 5 -r 1 -prof gc "$@"
describe_machine
