#!/usr/bin/env bash
# How long `graydiff inspect` takes of a large program, in a heap of 64 MiB: the whole command, with the
# start of the Java virtual machine, on the clock and in CPU time. Medians of several runs, with the
# smallest and the largest.
#
#   deploy/bench/inspect.sh [FILE...]
#
# Default: kube-apiserver, where deploy/kubernetes-test/build.sh has built it, and prometheus as Debian
# ships it. The last row is a file that is no Go program: what the start alone takes.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

runs=9
apiserver=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}/kubernetes/kube-apiserver
if [ $# = 0 ]; then
  [ ! -x "$apiserver" ] || set -- "$apiserver"
  set -- "$@" "$("$home/deploy/subjects/fetch.sh" prometheus | awk -F'\t' '{ print $NF }' | tail -n 1)"
fi

# Prints seconds on the clock and of CPU time for one run, its report in $work/report.
time_run() {
  local TIMEFORMAT='%R %U %S'
  { time GRAYDIFF_JAVA_OPTS=-Xmx64m "$home/graydiff" inspect "$1" >"$work/report" 2>&1 || true; } 2>&1 |
    awk '{ print $1, $2 + $3 }'
}

describe_machine
printf 'program\tGo\tMB\tseconds on the clock\tseconds of CPU\tsignals that can be probed\n'
for path in "$@" "$(readlink -f "$BASH")"; do
  for ((i = 0; i <= runs; i++)); do time_run "$path"; done | tail -n "$runs" >"$work/times"
  printf '%s\t%s\t%.1f\t%s\t%s\t%d\n' "$(basename "$path")" \
    "$(awk '/^go version/ { print $3 }' "$work/report")" "$(stat -c %s "$path" | awk '{ print $1 / 1e6 }')" \
    "$(awk '{ print $1 }' "$work/times" | spread)" "$(awk '{ print $2 }' "$work/times" | spread)" \
    "$(awk '/^SIGNAL/ { listed = 1; next } /^RUNTIME/ { listed = 0 }
      listed && /^[a-z]/ && $2 != "-" { n++ } END { print n }' "$work/report")"
done
describe_machine
