#!/usr/bin/env bash
# What the agent itself takes: CPU, memory and time to the first probe, by how many processes it
# observes, how many comparisons it makes, and how many Go processes it has no business with.
#
#   deploy/bench/agent.sh [SECONDS [ROW...]]     for each row, after SETTLE (default 20) seconds; only
#                                                those rows, if there are any
#
# The row "unlimited" has every probe attached at once: with a budget the first probe waits until what
# the observed processes use has paid for it. One line a row, tab-separated: what, CPU in per cent of one core, resident and anonymous memory in
# MiB, seconds from the launcher's start to the first probe, seconds and bytes of a scrape.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

seconds=${1:-30}
rows=" ${*:2} "
settle=${SETTLE:-20}

build_go 1.22 "$home/deploy/bench/idle" "$work/old"
build_go 1.23 "$home/deploy/bench/idle" "$work/new"
cp "$work/new" "$work/other"
mkfifo "$work/open"
exec 8<>"$work/open"

# Starts $2 processes of the program $1, which work for $3 in each tenth of a second.
idle() {
  local i
  for ((i = 0; i < $2; i++)); do
    "$work/$1" -work "$3" <&8 &
    started+=("$!")
  done
}

end_idle() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${started[@]+"${started[@]}"}; do wait "$pid" 2>/dev/null || true; done
  started=()
}

config() {
  echo "listen: 127.0.0.1:0"
  echo "comparisons:"
  local i
  for ((i = 1; i <= $1; i++)); do
    echo "  - { name: c$i, baseline: \"exe=$work/old\", canary: \"exe=$work/new\", window: 10s }"
  done
}

# Prints a row of the agent $2, which was started at $3 and has logged to $4.
measure() {
  local what=$1 agent=$2 begun=$3 log=$4 first before after resident anonymous url scrape
  wait_for 60 grep -q "first probes are attached" "$log"
  first=$(date +%s%N)
  wait_for 60 grep -q http:// "$log"
  url=$(metrics_url "$log")
  sleep "$settle"
  before=$(ticks "$agent")
  sleep "$seconds"
  after=$(ticks "$agent")
  resident=$(awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$agent/status")
  anonymous=$(awk '/^RssAnon/ { print $2 / 1024 }' "/proc/$agent/status")
  curl -s -o /dev/null "$url"
  scrape=$(for _ in 1 2 3 4 5; do curl -s -o /dev/null -w '%{time_total} %{size_download}\n' "$url"; done |
    sort -g | sed -n 3p)
  echo "$what $before $after $seconds $resident $anonymous $begun $first $scrape" |
    awk '{ printf "%s\t%.2f\t%.0f\t%.0f\t%.2f\t%s\t%s\n",
           $1, ($3 - $2) / $4, $5, $6, ($8 - $7) / 1e9, $9, $10 }'
}

# Whether the row $1 was asked for.
wanted() {
  [[ -z ${rows// /} || $rows == *" $1 "* ]]
}

# A row $1 of $2 observed processes, $3 comparisons and $4 other processes; then options of the agent.
row() {
  local what=$1 observed=$2 comparisons=$3 others=$4 begun agent refused
  wanted "$what" || return 0
  # Of processes that use no CPU at all one per cent is nothing, so that no probe would be attached.
  idle old "$((observed / 2))" 200us
  idle new "$((observed / 2))" 200us
  idle other "$others" 0
  config "$comparisons" >"$work/graydiff.yaml"
  begun=$(date +%s%N)
  start "$work/agent" "$home/graydiff" daemon --verbose --config "$work/graydiff.yaml" "${@:5}"
  agent=$pid
  measure "$what" "$agent" "$begun" "$work/agent.err"
  refused=$(grep -c 'are observed already' "$work/agent.err" || true)
  [ "$refused" = 0 ] || echo "  $refused of the $observed were refused: $(grep -m 1 'are observed already' "$work/agent.err" | cut -c 1-160)"
  finish "$agent"
  end_idle
}

describe_machine
printf 'what\tCPU %%\tRSS MiB\tanonymous MiB\tfirst probe s\tscrape s\tscrape bytes\n'
row unlimited 2 1 0 --budget unlimited
row observed=2 2 1 0
row observed=10 10 1 0
row observed=100 100 1 0
row comparisons=10 2 10 0
row comparisons=50 2 50 0
row unobserved=10 2 1 10
row unobserved=100 2 1 100
row unobserved=1000 2 1 1000

if wanted demo; then
  begun=$(date +%s%N)
  start "$work/demo" "$home/graydiff" demo --verbose --listen 127.0.0.1:0
  demo=$pid
  measure demo "$demo" "$begun" "$work/demo.err"
  finish "$demo"
fi
describe_machine
