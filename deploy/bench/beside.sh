#!/usr/bin/env bash
# What measuring takes from a service, on a machine whose own speed changes: four processes of the
# service are loaded at the same time, two with all of graydiff's probes and its usual budget, two
# without. Held against each other are the requests that a second of their CPU time serves, in the
# same seconds. Which two are probed changes with every round.
#
#   deploy/bench/beside.sh [ROUNDS] [SECONDS]      default 10 and 10; an even number of rounds
#   SETTLE=20      seconds under load before a round is measured
#
# Prints one line a round, then the mean of each two rounds with exchanged parts: their median, the
# smallest and the largest.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

rounds=${1:-10}
seconds=${2:-10}
settle=${SETTLE:-20}
[ $((rounds % 2)) = 0 ] || fail "an odd number of rounds: the last would have no partner"

# shellcheck source=deploy/bench/service.sh
. "$home/deploy/bench/service.sh"
serve_beside

share() {
  curl -s "$(metrics_url "$work/agent.err")" | awk '/^graydiff_target_cpu_share/ { print $NF }'
}

describe_machine
printf 'round\tprobed\tprobed requests/CPU s\tbare requests/CPU s\tratio\tby its own account\n'
load 2
for ((round = 1; round <= rounds; round++)); do
  graydiff_on --budget 1%
  load "$settle"
  load "$seconds"
  own=$(share)
  finish "$pid"
  with=$per_cpu
  figures "${bare[@]}"
  awk -v round="$round" -v who="${probed[*]}" -v with="$with" -v without="$per_cpu" -v own="$own" \
    'BEGIN { printf "%d\t%s\t%d\t%d\t%.4f\t%.4f\n", round, who, with, without, with / without, own }' |
    tee -a "$work/results"
  swap_beside
done

echo
echo "requests for a second of CPU, probed over bare: $(awk -F '\t' \
  'NR % 2 { first = $5; next } { print sqrt(first * $5) }' "$work/results" | spread)"
describe_machine
