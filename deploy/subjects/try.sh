#!/usr/bin/env bash
# Tries graydiff on Go programs as Debian ships them.
#
#   deploy/subjects/try.sh inspect           what can be probed in each, as the table of docs/matrix.md
#   deploy/subjects/try.sh compare [LENGTH]  two builds of caddy under load (root; needs wrk), 25s
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
graydiff=$here/../../graydiff

fail() {
  echo "try: $*" >&2
  exit 2
}

inspect() {
  local program suite version path facts
  echo "| program | Debian's version | Go | MB | form | signals | refused |"
  echo "|---|---|---|---|---|---|---|"
  while IFS=$'\t' read -r program suite version path; do
    facts=$("$graydiff" inspect "$path")
    awk -v name="$program ($suite)" -v version="$version" '
      /^go version/ { go = $3 }
      /^build mode/ { form = $3 }
      /^symbol table/ { form = form ", " $3 }
      /^size/ { gsub(",", "", $2); megabytes = $2 / 1e6 }
      /^SIGNAL/ { listed = 1; next }
      listed && /^[a-z]/ && $2 == "-" {
        why = ""
        for (i = 6; i <= NF; i++) why = why " " $i
        refused = refused (refused ? "; " : "") $1 ":" why
        next
      }
      listed && /^[a-z]+\./ || listed && /^[a-z]+ / { available++ }
      END {
        printf "| %s | %s | %s | %.0f | %s | %d | %s |\n", name, version, go, megabytes, form,
          available, refused ? refused : "none"
      }' <<<"$facts"
  done < <("$here/fetch.sh")
}

# Two file servers, each under the load of four connections.
compare() {
  local length=$1 work path port=18180 suite
  local selectors=() group=baseline
  command -v wrk >/dev/null || fail "wrk is missing; install the package wrk"
  work=$(mktemp -d)
  processes=()
  trap 'kill "${processes[@]}" 2>/dev/null || true; rm -rf "'"$work"'"' EXIT
  head -c 4096 /dev/zero | tr '\0' x >"$work/index.html"
  while IFS=$'\t' read -r _ suite _ path; do
    port=$((port + 1))
    XDG_DATA_HOME=$work/$suite XDG_CONFIG_HOME=$work/$suite "$path" file-server \
      --listen "127.0.0.1:$port" --root "$work" 2>"$work/$suite.log" &
    processes+=($!)
    selectors+=("--$group=pid=$!")
    group=canary
    wrk --threads 1 --connections 4 --duration 10m "http://127.0.0.1:$port/" >/dev/null 2>&1 &
    processes+=($!)
  done < <("$here/fetch.sh" caddy)
  "$graydiff" compare "${selectors[@]}" --for "$length" || [ $? != 2 ]
}

case ${1:-} in
  inspect) inspect ;;
  compare) compare "${2:-25s}" ;;
  *) fail "usage: $0 inspect | compare [LENGTH]" ;;
esac
