#!/usr/bin/env bash
# Tries graydiff on Go programs as Debian and npm ship them.
#
#   deploy/subjects/try.sh inspect [FILE]    what can be probed in each, in a heap of 64 MiB, as a
#                                            table with the CPU time of the whole command; written
#                                            between the marks of a Markdown file, if one is named
#   deploy/subjects/try.sh compare [PROGRAM...]   the older build with the newer, each under load for
#                                            25 s (root; needs wrk); all that serve HTTP by default
#   deploy/subjects/try.sh count [PROGRAM...]   counts of graydiff with every probe always on, against
#                                            those of the load and of the Go runtime itself (root; needs
#                                            wrk and jq); the builds of Go 1.17 to 1.20 by default
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
graydiff=${GRAYDIFF:-$here/../../graydiff}

fail() {
  echo "try: $*" >&2
  exit 2
}

table() {
  local program suite version path facts
  echo "| program | version | Go | MB | form | CPU s | signals | refused |"
  echo "|---|---|---|---|---|---|---|---|"
  while IFS=$'\t' read -r program suite version path; do
    facts=$({
      TIMEFORMAT='cpu %U %S'
      time GRAYDIFF_JAVA_OPTS=-Xmx64m "$graydiff" inspect "$path"
    } 2>&1)
    awk -v name="$program ($suite)" -v version="$version" '
      /^go version/ { go = $3 }
      /^build mode/ { form = $3 }
      /^symbol table/ { form = form ", " $3 }
      /^size/ { gsub(",", "", $2); megabytes = $2 / 1e6 }
      /^cpu / { cpu = $2 + $3 }
      /^SIGNAL/ { listed = 1; next }
      /^RUNTIME/ { listed = 0 }
      listed && /^[a-z]/ && $2 == "-" {
        why = ""
        for (i = 6; i <= NF; i++) why = why " " $i
        refused = refused (refused ? "; " : "") $1 ":" why
        next
      }
      listed && /^[a-z]+\./ || listed && /^[a-z]+ / { available++ }
      END {
        printf "| %s | %s | %s | %.0f | %s | %.1f | %d | %s |\n", name, version, go, megabytes, form,
          cpu, available, refused ? refused : "none"
      }' <<<"$facts"
  done < <("$here/fetch.sh")
}

# Writes the table between the marks of a file, or prints it.
inspect() {
  local document=${1:-} found
  found=$(table)
  if [ -z "$document" ]; then
    echo "$found"
    return
  fi
  grep -q '^<!-- subjects: begin -->' "$document" || fail "$document lacks the marks of the table"
  found="$(date -u +%F).

$found" awk '
    /^<!-- subjects: end -->/ { between = 0 }
    !between { print }
    /^<!-- subjects: begin -->/ { between = 1; print ENVIRON["found"] }' "$document" >"$document.new"
  mv "$document.new" "$document"
}

# Starts the program $1, whose executable is $2, on port $3 with its data in the folder $4; sets page
# to what the load asks for. Each listens on loopback only.
serve() {
  local program=$1 path=$2 port=$3 data=$4
  mkdir -p "$data"
  page=metrics
  case $program in
    caddy)
      head -c 4096 /dev/zero | tr '\0' x >"$data/index.html"
      page=
      set -- file-server --listen "127.0.0.1:$port" --root "$data"
      ;;
    prometheus)
      echo '{}' >"$data/prometheus.yml"
      set -- --config.file="$data/prometheus.yml" --storage.tsdb.path="$data" \
        --web.listen-address="127.0.0.1:$port"
      ;;
    etcd)
      set -- --data-dir "$data" --listen-client-urls "http://127.0.0.1:$port" \
        --advertise-client-urls "http://127.0.0.1:$port" \
        --listen-peer-urls "http://127.0.0.1:$((port + 100))" \
        --initial-advertise-peer-urls "http://127.0.0.1:$((port + 100))" \
        --initial-cluster "default=http://127.0.0.1:$((port + 100))"
      ;;
    nats-server)
      page=varz
      set -- --addr 127.0.0.1 --port "$((port + 100))" --http_port "$port" --sd "$data"
      ;;
    esbuild*)
      head -c 4096 /dev/zero | tr '\0' x >"$data/index.html"
      page=
      set -- "--serve=127.0.0.1:$port" "--servedir=$data" --log-level=warning
      ;;
    node-exporter) set -- --web.listen-address="127.0.0.1:$port" ;;
    *) fail "it is not known how to load $program" ;;
  esac
  XDG_DATA_HOME=$data XDG_CONFIG_HOME=$data "$path" "$@" <&8 >"$data.log" 2>&1 &
  processes+=($!)
}

# Starts both builds of a program, each on a port of its own; sets ports, logs and
# selectors.
serve_both() {
  local program=$1 version path port=18180 group=baseline
  ports=() logs=() selectors=()
  while IFS=$'\t' read -r _ _ version path; do
    port=$((port + 1))
    serve "$program" "$path" "$port" "$work/$program-$version"
    ports+=("$port")
    logs+=("$work/$program-$version.log")
    selectors+=("--$group=pid=$!")
    group=canary
    await_port "$port"
  done < <("$here/fetch.sh" "$program")
}

# Makes the folder of a run, and an input without end: esbuild stops when its input does.
begin() {
  work=$(mktemp -d)
  processes=()
  trap 'end_processes; rm -rf "$work"' EXIT
  mkfifo "$work/input"
  exec 8<>"$work/input"
}

# Waits until something listens on a port.
await_port() {
  local left=900
  until (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || fail "nothing listens on port $1"
    sleep 0.2
  done
}

end_processes() {
  kill ${processes[@]+"${processes[@]}"} 2>/dev/null || true
  wait ${processes[@]+"${processes[@]}"} 2>/dev/null || true
  processes=()
}

# One program in its two builds, each under the load of four connections.
compare_builds() {
  local program=$1 port status=0
  serve_both "$program"
  for port in "${ports[@]}"; do
    wrk --threads 1 --connections 4 --duration 10m "http://127.0.0.1:$port/$page" >/dev/null 2>&1 &
    processes+=($!)
  done
  echo "== $program"
  "$graydiff" compare "${selectors[@]}" --for 25s --listen 127.0.0.1:0 || status=$?
  end_processes
  [ "$status" != 2 ] || fail "$program could not be compared"
}

# Ends unless a count is from $3 to $4; says what it is.
agree() {
  echo "$1: $2, of $3 to $4"
  (($2 >= $3 && $2 <= $4)) || fail "$1 is $2, which is not between $3 and $4"
}

# The count of a signal in a group of the result.
count_of() {
  jq --arg signal "$1" --arg group "$2" '[.signals[] |
    select(.name == $signal and (.labels | length) == 0) | .[$group].count] | first // 0' \
    "$work/result.json"
}

# Each build serves a load that begins and ends within the comparison; what was counted in both has to
# be the same, but for the request that each of the four connections had not finished.
count_builds() {
  local program=$1 listen=127.0.0.1:18179 group i served=() before=() after=() status=0 agent
  export GODEBUG=gctrace=1
  serve_both "$program"
  unset GODEBUG
  "$graydiff" compare "${selectors[@]}" --for 40s --budget unlimited --json --listen "$listen" \
    >"$work/result.json" &
  agent=$!
  processes+=("$agent")
  await_port "${listen#*:}"
  until curl -fsS "http://$listen/readyz" >/dev/null 2>&1; do
    kill -0 "$agent" 2>/dev/null || fail "the comparison ended before it was ready"
    sleep 0.2
  done
  for i in 0 1; do
    before+=("$(grep -c '^gc ' "${logs[i]}" || true)")
    served+=("$(wrk --threads 1 --connections 4 --duration 4s "http://127.0.0.1:${ports[i]}/$page" |
      awk '/requests in/ { print $1 }')")
    after+=("$(grep -c '^gc ' "${logs[i]}" || true)")
  done
  wait "$agent" || status=$?
  end_processes
  [ "$status" != 2 ] || fail "$program could not be compared"
  i=0
  for group in baseline canary; do
    echo "== $program $(jq -r --arg group "$group" '.[$group].goVersions[0]' "$work/result.json")"
    agree "requests" "$(count_of http.request.latency "$group")" "${served[i]}" "$((served[i] + 4))"
    agree "responses" "$(count_of http.responses.2xx "$group")" "${served[i]}" "$((served[i] + 4))"
    # A collection may begin or end between the log and the window.
    agree "collections" "$(count_of gc.cycles "$group")" "$((after[i] - before[i] - 1))" \
      "$((after[i] - before[i] + 2))"
    i=$((i + 1))
  done
}

compare() {
  command -v wrk >/dev/null || fail "wrk is missing; install the package wrk"
  [ $# -gt 0 ] || set -- caddy prometheus etcd nats-server node-exporter esbuild-0.14 esbuild
  begin
  local program
  for program in "$@"; do compare_builds "$program"; done
}

count() {
  command -v wrk >/dev/null || fail "wrk is missing; install the package wrk"
  command -v jq >/dev/null || fail "jq is missing; install the package jq"
  [ $# -gt 0 ] || set -- esbuild-0.14 esbuild
  begin
  local program
  for program in "$@"; do count_builds "$program"; done
}

action=${1:-}
[ $# = 0 ] || shift
case $action in
  inspect | compare | count) "$action" "$@" ;;
  *) fail "usage: $0 inspect [FILE] | compare [PROGRAM...] | count [PROGRAM...]" ;;
esac
