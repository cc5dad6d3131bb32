# shellcheck shell=bash disable=SC2154,SC2034
# The service under load that benchmarks measure: two processes of the sample service (Go 1.22 and
# 1.23) under wrk, and two of copies of their files, which nobody probes, for those who call
# serve_beside. Sourced, behind machine.sh, whose functions and variables it takes; its own are for
# those who source it.
connections=4
path=/api/v1/products

command -v wrk >/dev/null || fail "no wrk; run: apt-get install wrk"

# Processes by name. Probes belong to a file: a copy of it has none.
declare -A pids
serving=(old new)
# Whom graydiff compares, and who is loaded beside them.
probed=(old new)
bare=()

serve_named() {
  serve "$work/$1" "$work/$1.json"
  pids[$1]=$pid
}

build_go 1.22 "$home/deploy/demo/checkout" "$work/old"
build_go 1.23 "$home/deploy/demo/checkout" "$work/new"
serve_named old
serve_named new

# From now on two copies are loaded, too.
serve_beside() {
  local name
  for name in old new; do
    cp "$work/$name" "$work/$name-copy"
    serve_named "$name-copy"
  done
  serving+=(old-copy new-copy)
  bare=(old-copy new-copy)
}

# Probed is from now on who was bare, and the other way round: no file is luckier than the other.
swap_beside() {
  local exchanged=("${probed[@]}")
  probed=("${bare[@]}")
  bare=("${exchanged[@]}")
}

# CPU time of a process that ends no threads, in nanoseconds.
cpu_nanos() {
  cat /proc/"$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

# Loads all processes for $1 seconds, and sets the figures of those that may be probed.
load() {
  local each
  declare -gA cpu_used=()
  for each in "${serving[@]}"; do
    cpu_used[$each]=-$(cpu_nanos "${pids[$each]}")
  done
  for each in "${serving[@]}"; do
    wrk --latency -t 1 -c "$connections" -d "$1" \
      "http://$(address_in "$work/$each.json")$path" >"$work/$each.wrk" &
    loading+=("$!")
  done
  wait "${loading[@]}"
  loading=()
  for each in "${serving[@]}"; do
    cpu_used[$each]=$((cpu_used[$each] + $(cpu_nanos "${pids[$each]}")))
  done
  figures "${probed[@]}"
}
loading=()

# Of the last load, for these processes together: sets rate, p99 (seconds), per_cpu (requests for a
# second of their CPU time) and served (requests).
figures() {
  local each output cpu=0
  output=$(for each in "$@"; do cat "$work/$each.wrk"; done)
  for each in "$@"; do cpu=$((cpu + cpu_used[$each])); done
  rate=$(awk '/^Requests\/sec/ { sum += $2 } END { print sum }' <<<"$output")
  p99=$(awk '$1 == "99%" { value = $2 + 0
    if ($2 ~ /us$/) value /= 1e6; else if ($2 ~ /ms$/) value /= 1e3
    sum += value; n++ } END { print sum / n }' <<<"$output")
  served=$(awk '/requests in/ { sum += $1 } END { print sum }' <<<"$output")
  per_cpu=$(awk -v served="$served" -v cpu="$cpu" 'BEGIN { print served / cpu * 1e9 }')
}

# Compares those who are to be probed, with these options; waits until it serves.
graydiff_on() {
  start "$work/agent" "$home/graydiff" compare --verbose --baseline "pid=${pids[${probed[0]}]}" \
    --canary "pid=${pids[${probed[1]}]}" --window 2s --listen 127.0.0.1:0 --for 10m "$@"
  wait_for 60 grep -q http:// "$work/agent.err"
}
