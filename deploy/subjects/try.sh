#!/usr/bin/env bash
# Tries graydiff on Go programs as Debian ships them.
#
#   deploy/subjects/try.sh inspect [FILE]    what can be probed in each, in a heap of 64 MiB, as a
#                                            table with the CPU time of the whole command; written
#                                            between the marks of a Markdown file, if one is named
#   deploy/subjects/try.sh compare [PROGRAM...]   bookworm's build with trixie's, each under load for
#                                            25 s (root; needs wrk); all that serve HTTP by default
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
graydiff=$here/../../graydiff

fail() {
  echo "try: $*" >&2
  exit 2
}

table() {
  local program suite version path facts
  echo "| program | Debian's version | Go | MB | form | CPU s | signals | refused |"
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
    node-exporter) set -- --web.listen-address="127.0.0.1:$port" ;;
    *) fail "it is not known how to load $program" ;;
  esac
  XDG_DATA_HOME=$data XDG_CONFIG_HOME=$data "$path" "$@" >"$data.log" 2>&1 &
  processes+=($!)
}

# Waits until something listens on a port.
await_port() {
  local left=150
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
  local program=$1 path suite port=18180 status=0 group=baseline
  local selectors=()
  while IFS=$'\t' read -r _ suite _ path; do
    port=$((port + 1))
    serve "$program" "$path" "$port" "$work/$program-$suite"
    selectors+=("--$group=pid=$!")
    group=canary
    await_port "$port"
    wrk --threads 1 --connections 4 --duration 10m "http://127.0.0.1:$port/$page" >/dev/null 2>&1 &
    processes+=($!)
  done < <("$here/fetch.sh" "$program")
  echo "== $program"
  "$graydiff" compare "${selectors[@]}" --for 25s --listen 127.0.0.1:0 || status=$?
  end_processes
  [ "$status" != 2 ] || fail "$program could not be compared"
}

compare() {
  command -v wrk >/dev/null || fail "wrk is missing; install the package wrk"
  [ $# -gt 0 ] || set -- caddy prometheus etcd nats-server node-exporter
  work=$(mktemp -d)
  processes=()
  trap 'end_processes; rm -rf "$work"' EXIT
  local program
  for program in "$@"; do compare_builds "$program"; done
}

action=${1:-}
[ $# = 0 ] || shift
case $action in
  inspect | compare) "$action" "$@" ;;
  *) fail "usage: $0 inspect [FILE] | compare [PROGRAM...]" ;;
esac
