#!/usr/bin/env bash
# What measuring takes from a service at full load: requests a second, the slowest percent, and
# requests for a second of the service's CPU time, of two processes of the sample service (Go 1.22
# and 1.23) under wrk, with nothing, graydiff, graydiff without a budget, and bpftrace counting two
# functions. All variants in turn within a round, each round begins with another one.
#
#   deploy/bench/throughput.sh [ROUNDS] [SECONDS]      default 7 and 6
#   SETTLE=15      seconds under load before graydiff with a budget is measured: its probes begin low
#
# Prints one line a measurement, then for each variant the medians and the median of the paired
# ratios to the bare service with the smallest and the largest.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

rounds=${1:-7}
seconds=${2:-6}
settle=${SETTLE:-15}
connections=4
path=/api/v1/products
variants=(bare graydiff unlimited bpftrace)

command -v wrk >/dev/null || fail "no wrk; run: apt-get install wrk"
command -v bpftrace >/dev/null || fail "no bpftrace; run: apt-get install bpftrace"

build_go 1.22 "$home/deploy/demo/checkout" "$work/old"
build_go 1.23 "$home/deploy/demo/checkout" "$work/new"
serve "$work/old" "$work/old.json"
old=$pid
serve "$work/new" "$work/new.json"
new=$pid

# Loads both processes for $1 seconds and sets rate, p99 (seconds) and per_cpu.
load() {
  local before after each
  before=$(($(ticks "$old") + $(ticks "$new")))
  for each in old new; do
    wrk --latency -t 1 -c "$connections" -d "$1" \
      "http://$(address_in "$work/$each.json")$path" >"$work/$each.wrk" &
    loading+=("$!")
  done
  wait "${loading[@]}"
  loading=()
  after=$(($(ticks "$old") + $(ticks "$new")))
  rate=$(cat "$work"/*.wrk | awk '/^Requests\/sec/ { sum += $2 } END { print sum }')
  p99=$(cat "$work"/*.wrk | awk '$1 == "99%" { value = $2 + 0
    if ($2 ~ /us$/) value /= 1e6; else if ($2 ~ /ms$/) value /= 1e3
    sum += value; n++ } END { print sum / n }')
  per_cpu=$(cat "$work"/*.wrk | awk -v ticks="$((after - before))" \
    '/requests in/ { sum += $1 } END { print sum / ticks * 100 }')
}
loading=()

graydiff_on() {
  start "$work/agent" "$home/graydiff" compare --verbose --baseline "pid=$old" --canary "pid=$new" \
    --window 2s --listen 127.0.0.1:0 --for 10m "$@"
  wait_for 60 grep -q http:// "$work/agent.err"
}

measure() {
  local share=-
  case $1 in
    bare) load 1 ;;
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
  echo "$rate" >>"$work/$1.rate"
  echo "$p99" >>"$work/$1.p99"
  echo "$per_cpu" >>"$work/$1.per_cpu"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$round" "$1" "$rate" "$p99" "$per_cpu" "$share"
}

describe_machine
printf 'round\tvariant\trequests/s\tp99 s\trequests/CPU s\n'
load 2
for ((round = 1; round <= rounds; round++)); do
  for ((i = 0; i < ${#variants[@]}; i++)); do
    measure "${variants[(i + round) % ${#variants[@]}]}"
  done
done

echo
printf 'variant\trequests/s\tp99 s\trequests/CPU s\tratio (min max)\tof p99\tper CPU s\n'
for variant in "${variants[@]}"; do
  line=$variant
  for what in rate p99 per_cpu; do
    read -r median _ < <(spread <"$work/$variant.$what")
    line+=$'\t'$median
  done
  for what in rate p99 per_cpu; do
    line+=$'\t'$(paste "$work/bare.$what" "$work/$variant.$what" | awk '{ print $2 / $1 }' | spread)
  done
  echo "$line"
done
for what in rate per_cpu; do
  echo "graydiff over bpftrace, $what: $(paste "$work/bpftrace.$what" "$work/graydiff.$what" |
    awk '{ print $2 / $1 }' | spread)"
done
describe_machine
