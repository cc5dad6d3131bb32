# shellcheck shell=bash disable=SC2154,SC2034
# The service under load that benchmarks measure: two processes of the sample service (Go 1.22 and
# 1.23) under wrk. Sourced, behind machine.sh,
# whose functions and variables it takes; its own are for those who source it.
connections=4
path=/api/v1/products

command -v wrk >/dev/null || fail "no wrk; run: apt-get install wrk"

build_go 1.22 "$home/deploy/demo/checkout" "$work/old"
build_go 1.23 "$home/deploy/demo/checkout" "$work/new"
serve "$work/old" "$work/old.json"
old=$pid
serve "$work/new" "$work/new.json"
new=$pid

# Loads both processes for $1 seconds and sets rate, p99 (seconds), per_cpu and served (requests).
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
  served=$(cat "$work"/*.wrk | awk '/requests in/ { sum += $1 } END { print sum }')
  per_cpu=$(cat "$work"/*.wrk | awk -v ticks="$((after - before))" \
    '/requests in/ { sum += $1 } END { print sum / ticks * 100 }')
}
loading=()

# Compares the two processes by graydiff, with these options; waits until it serves.
graydiff_on() {
  start "$work/agent" "$home/graydiff" compare --verbose --baseline "pid=$old" --canary "pid=$new" \
    --window 2s --listen 127.0.0.1:0 --for 10m "$@"
  wait_for 60 grep -q http:// "$work/agent.err"
}
