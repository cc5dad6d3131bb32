#!/usr/bin/env bash
# What measuring takes from a service, on a machine whose own speed changes: four processes of the
# service are loaded at the same time, two with all of graydiff's probes and its usual budget, two
# without. Held against each other are the requests that a second of their CPU time serves, in the
# same seconds. After half of the samples the parts are exchanged.
#
#   deploy/bench/beside.sh [SAMPLES [SECONDS [OPTION...]]]   default 40 and 5; options of graydiff,
#                  such as --budget 0.001%, which tells how the processes differ by themselves
#   SETTLE=60      seconds under load before the samples of a half
#
# Prints one line a sample, then the geometric mean of the ratios with its standard error.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

samples=${1:-40}
seconds=${2:-5}
options=("${@:3}")
[ ${#options[@]} -gt 0 ] || options=(--budget 1%)

# shellcheck source=deploy/bench/service.sh
. "$home/deploy/bench/service.sh"
serve_beside

share() {
  curl -s "$(metrics_url "$work/agent.err")" | awk '/^graydiff_target_cpu_share/ { print $NF }'
}

describe_machine
printf 'sample\tprobed\tprobed requests/CPU s\tbare requests/CPU s\tratio\tby its own account\n'
for half in 1 2; do
  # What a hit costs is measured at the start, on a machine as busy as a service keeps it.
  load "${SETTLE:-60}" &
  settling=$!
  graydiff_on "${options[@]}"
  wait "$settling"
  for ((sample = 1; sample <= samples / 2; sample++)); do
    load "$seconds"
    with=$per_cpu
    figures "${bare[@]}"
    awk -v sample="$half.$sample" -v who="${probed[*]}" -v with="$with" -v bare="$per_cpu" -v own="$(share)" \
      'BEGIN { printf "%s\t%s\t%d\t%d\t%.4f\t%.4f\n", sample, who, with, bare, with / bare, own }' |
      tee -a "$work/results"
  done
  finish "$pid"
  swap_beside
done

echo
awk -F '\t' '{ half = int($1); l = log($5); n[half]++; sum[half] += l; squares[half] += l * l }
  END { for (h = 1; h <= 2; h++) {
          mean[h] = sum[h] / n[h]; error += (squares[h] / n[h] - mean[h] ^ 2) / (n[h] - 1) }
        printf "requests for a second of CPU, probed over bare: %.4f, standard error %.4f\n",
          exp((mean[1] + mean[2]) / 2), sqrt(error) / 2 }' "$work/results"
describe_machine
