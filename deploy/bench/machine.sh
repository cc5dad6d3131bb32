# shellcheck shell=bash
# What the benchmarks share. Sourced by them.
set -euo pipefail

home=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
work=$(mktemp -d "${TMPDIR:-/tmp}/graydiff-bench-XXXXXX")
started=()

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 2
}

[ "$(id -u)" = 0 ] || fail "not root: attaching probes needs it"
# So that the launcher has nothing left to build while times are taken.
"$home/graydiff" --version >/dev/null

# Ends what was started, and waits for it.
clean_up() {
  local pid
  for pid in ${started[@]+"${started[@]}"}; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in ${started[@]+"${started[@]}"}; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Runs a command behind, with its output in a file; its number is in pid.
start() {
  local output=$1
  shift
  "$@" >"$output" 2>"$output.err" &
  pid=$!
  started+=("$pid")
}

# Ends the process $1 and waits until it is gone.
finish() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  local other rest=()
  for other in "${started[@]}"; do
    [ "$other" = "$1" ] || rest+=("$other")
  done
  started=(${rest[@]+"${rest[@]}"})
}

# Waits until a command succeeds, for at most $1 seconds.
wait_for() {
  local left=$(($1 * 50))
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}

# Builds the Go module in the folder $2 with Go $1 to the file $3.
build_go() {
  local goroot
  goroot=$("$home/deploy/toolchains/fetch-go.sh" "$1")
  (cd "$2" && GOROOT=$goroot GOTOOLCHAIN=local GOENV=off GOFLAGS='' GOPROXY=off CGO_ENABLED=0 \
    "$goroot/bin/go" build -trimpath -o "$3" .)
}

# Starts the sample service $1, with its announcement in $2; sets pid.
serve() {
  start "$2" "$1" -listen 127.0.0.1:0
  wait_for 10 grep -q address "$2"
}

# The address in an announcement.
address_in() {
  sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$1"
}

# Where graydiff listens, by what it said on standard error.
metrics_url() {
  sed -n 's|.*\(http://[0-9.]*:[0-9]*\).*|\1/metrics|p' "$1" | head -n 1
}

# CPU time of a process so far, in clock ticks (100 a second).
ticks() {
  sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

# Median, smallest and largest of the numbers on standard input.
spread() {
  sort -g | awk '{ v[NR] = $1 }
    END { m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
          printf "%.4g %.4g %.4g\n", m, v[1], v[NR] }'
}

describe_machine() {
  echo "$(date -u +%F\ %H:%M) UTC; Linux $(uname -r); $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1);" \
    "$(nproc) CPUs; load average $(cut -d' ' -f1-3 /proc/loadavg)"
}
