#!/usr/bin/env bash
# What measuring takes from a service at full load: requests a second, the slowest percent, and
# requests for a second of the service's CPU time, with nothing, graydiff, graydiff without a
# budget, and bpftrace counting two functions. All variants in turn within a round, each round
# begins with another one.
#
#   deploy/bench/throughput.sh [ROUNDS] [SECONDS]      default 7 and 6
#   SETTLE=15      seconds under load before graydiff with a budget is measured, since its probes begin low
#                  and the agent is compiled meanwhile, and as many before the bare service is
#   VARIANTS="bare graydiff"   only these, so that more rounds find time
#   RESULTS=FILE   measurements are appended to it, and the summary is of all that it holds: a long
#                  run can be done in pieces
#
# Prints one line a measurement, then for each variant the medians and the median of the paired
# ratios to the bare service with the smallest and the largest.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

rounds=${1:-7}
seconds=${2:-6}
settle=${SETTLE:-15}
results=${RESULTS:-$work/results}
read -ra variants <<<"${VARIANTS:-bare graydiff unlimited bpftrace}"

wanted() {
  [[ " ${variants[*]} " == *" $1 "* ]]
}

wanted bare || fail "VARIANTS has to have bare, which the others are held against"
! wanted bpftrace || command -v bpftrace >/dev/null || fail "no bpftrace; run: apt-get install bpftrace"
# shellcheck source=deploy/bench/service.sh
. "$home/deploy/bench/service.sh"

measure() {
  local share=-
  case $1 in
    bare) load "$settle" ;;
    graydiff) graydiff_on && load "$settle" ;;
    unlimited) graydiff_on --budget unlimited && load 4 ;;
    bpftrace)
      start "$work/trace" bpftrace -e "
        uprobe:$work/old:runtime.mallocgc, uprobe:$work/new:runtime.mallocgc { @allocations = count(); }
        uprobe:$work/old:runtime.gopark, uprobe:$work/new:runtime.gopark { @parks = count(); }"
      wait_for 30 grep -q Attaching "$work/trace"
      load 2
      ;;
  esac
  load "$seconds"
  case $1 in
    graydiff | unlimited)
      share=$(curl -s "$(metrics_url "$work/agent.err")" |
        awk '/^graydiff_(target|agent)_cpu_share/ { sub(/{.*}/, "", $1); printf "%s=%.4f ", $1, $2 }')
      ;;
  esac
  [ "$1" = bare ] || finish "$pid"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$round" "$1" "$rate" "$p99" "$per_cpu" "$share" |
    tee -a "$results"
}

describe_machine
printf 'round\tvariant\trequests/s\tp99 s\trequests/CPU s\n'
load 2
touch "$results"
done_before=$(tail -n 1 "$results" | cut -f 1)
for ((round = ${done_before:-0} + 1; round <= ${done_before:-0} + rounds; round++)); do
  for ((i = 0; i < ${#variants[@]}; i++)); do
    measure "${variants[(i + round) % ${#variants[@]}]}"
  done
done

# The column $2 of one variant, round by round.
column() {
  awk -F '\t' -v variant="$1" -v column="$2" '$2 == variant { print $column }' "$results"
}
# Ratios of the column $3 of the second variant to the first, in the same round.
ratios() {
  paste <(column "$1" "$3") <(column "$2" "$3") | awk 'NF == 2 { print $2 / $1 }' | spread
}

echo
printf 'variant\trequests/s\tp99 s\trequests/CPU s\tratio (min max)\tof p99\tper CPU s\n'
for variant in "${variants[@]}"; do
  line=$variant
  for what in 3 4 5; do
    read -r median _ < <(column "$variant" "$what" | spread)
    line+=$'\t'$median
  done
  for what in 3 4 5; do
    line+=$'\t'$(ratios bare "$variant" "$what")
  done
  echo "$line"
done
if wanted graydiff && wanted bpftrace; then
  echo "graydiff over bpftrace, requests/s: $(ratios bpftrace graydiff 3)"
  echo "graydiff over bpftrace, requests/CPU s: $(ratios bpftrace graydiff 5)"
fi
describe_machine
