#!/usr/bin/env bash
# What a probe hit costs on this machine, and how many of the sites, and of the hits, are at places
# that the kernel emulates: for each Go version two processes of the sample service under load, every
# probe always on.
#
#   deploy/bench/placement.sh [VERSION...]      default: all that deploy/toolchains/fetch-go.sh knows
#
# A probe that serves two signals counts for both. Below each row: which signals the dear hits were of.
# shellcheck source=deploy/bench/machine.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/machine.sh"

[ $# -gt 0 ] || set -- 1.19 1.21 1.22 1.23 1.24 1.25 1.26 1.27
command -v wrk >/dev/null || fail "no wrk; run: apt-get install wrk"
seconds=6
loading=()

describe_machine
printf 'Go\tcheap sites\tdear sites\tcheap hits\tdear hits\tcheap share of hits\n'
for version in "$@"; do
  build_go "$version" "$home/deploy/demo/checkout" "$work/service"
  serve "$work/service" "$work/a.json"
  a=$pid
  serve "$work/service" "$work/b.json"
  b=$pid
  start "$work/agent" "$home/graydiff" compare --verbose --baseline "pid=$a" --canary "pid=$b" \
    --window 1s --budget unlimited --listen 127.0.0.1:0 --for 10m
  agent=$pid
  wait_for 60 grep -q "begins" "$work/agent.err"
  for each in a b; do
    wrk -t 1 -c 2 -d "$seconds" "http://$(address_in "$work/$each.json")/api/v1/products" >/dev/null &
    loading+=("$!")
  done
  wait "${loading[@]}"
  loading=()
  curl -s "$(metrics_url "$work/agent.err")" | awk -v version="$version" '
    /^graydiff_probe_(sites|hits_total)\{/ {
      what = /sites/ ? "sites" : "hits"
      where = /placement="cheap"/ ? "cheap" : "dear"
      n[where, what] += $NF
      if (what == "hits" && where == "dear" && match($0, /signal="[^"]*"/)) {
        dear[substr($0, RSTART + 8, RLENGTH - 9)] += $NF
      }
    }
    END {
      all = n["cheap", "hits"] + n["dear", "hits"]
      printf "%s\t%d\t%d\t%d\t%d\t%.1f %%\n", version, n["cheap", "sites"], n["dear", "sites"],
        n["cheap", "hits"], n["dear", "hits"], all ? 100 * n["cheap", "hits"] / all : 0
      for (signal in dear) {
        if (dear[signal]) printf "  dear: %s %d\n", signal, dear[signal]
      }
    }'
  sed -n 's/.*ProbeCalibration: /  /p' "$work/agent.err"
  finish "$agent"
  finish "$a"
  finish "$b"
done
describe_machine
