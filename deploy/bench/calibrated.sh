#!/usr/bin/env bash
# How true the account of cost is: what probes take from the service by calibration (hits times the
# measured cost of a hit) over what they really take: CPU time a request with the probes always on,
# less that of processes without, loaded in the same seconds, since a machine's own speed changes.
# For a few sets of signals; which processes are probed changes with every round.
#
#   deploy/bench/calibrated.sh [ROUNDS] [SECONDS]      default 3 and 5
#
# Prints one line a measurement, then the median ratio of each set with the smallest and the largest.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

rounds=${1:-3}
seconds=${2:-5}
sets=(http.request.latency park.latency alloc.size alloc.latency)

# shellcheck source=deploy/bench/service.sh
. "$home/deploy/bench/service.sh"
serve_beside

# What hits have cost so far by calibration, in seconds of CPU time. Signals share kinds of probes,
# which each of them names: the dearest is the whole.
charged() {
  curl -s "$(metrics_url "$work/agent.err")" | awk '/^graydiff_probe_cost_seconds_total/ { print $NF }' |
    sort -g | tail -n 1
}

describe_machine
printf 'round\tsignals\tbare us/request\tprobed us/request\tby calibration us/request\tratio\n'
load 2
for ((round = 1; round <= rounds; round++)); do
  for signals in "${sets[@]}"; do
    # What a hit costs is measured at the start, on a machine as busy as a service keeps it.
    load 5 &
    settling=$!
    graydiff_on --budget unlimited --signals "$signals"
    wait "$settling"
    sleep 2.5 # a window ends, and with it what is still to be published
    before=$(charged)
    load "$seconds"
    sleep 2.5
    after=$(charged)
    finish "$pid"
    with=$per_cpu requests=$served
    figures "${bare[@]}"
    awk -v round="$round" -v signals="$signals" -v without="$per_cpu" -v with="$with" \
      -v charged="$(awk -v a="$after" -v b="$before" 'BEGIN { print a - b }')" -v served="$requests" \
      'BEGIN { b = 1e6 / without; p = 1e6 / with; c = charged / served * 1e6
        printf "%d\t%s\t%.2f\t%.2f\t%.2f\t%.3f\n", round, signals, b, p, c, c / (p - b) }' |
      tee -a "$work/results"
  done
  swap_beside
done

echo
for signals in "${sets[@]}"; do
  echo "$signals: by calibration over real $(awk -F '\t' -v s="$signals" '$2 == s { print $6 }' \
    "$work/results" | spread)"
done
describe_machine
