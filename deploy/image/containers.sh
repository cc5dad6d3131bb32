# Sourced by try.sh and fleet.sh, which set here to its folder: the services of the demo on this machine, and containers of the image
# that build.sh made beside them, with the rights and restrictions of the chart.
# shellcheck shell=bash disable=SC2034,SC2154  # variables from and for who sources this

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
capabilities=sys_admin,sys_ptrace,dac_read_search user=0

say() { echo "try: $*" >&2; }
fail() {
  say "$@"
  exit 2
}

newest() {
  local found
  found=$(find "$cache/demo" -maxdepth 1 -name "$1*" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1)
  [ -n "$found" ] || fail "no $1 in $cache/demo; run: ./graydiff demo --for 5s"
  found=${found#* }
  if [ -d "$found" ]; then find "$found" -type f -perm -u+x | head -n 1; else echo "$found"; fi
}

processes=()
end() {
  local name process
  for name in "${!containers[@]}"; do stop "$name"; done
  for process in ${processes[@]+"${processes[@]}"}; do kill "$process" 2>/dev/null || true; done
  podman --root "$work/store" unmount --all >/dev/null 2>&1 || true
  rm -rf "$work"
}

# Sets image and podman, and the options of containers: as_agent, as_judge.
prepare() {
  local archive
  archive=$here/out/graydiff-$(dpkg --print-architecture).tar
  [ -e "$archive" ] || fail "there is no $archive; run: deploy/image/build.sh"
  work=$(mktemp -d)
  trap end EXIT
  podman=(podman --root "$work/store" --storage-driver vfs --cgroup-manager cgroupfs --runtime runc)
  image=$("${podman[@]}" load --quiet --input "$archive" | sed 's/.*sha256://')
  local restricted=(--network host --ulimit nofile=1000:1000 --ulimit nproc=1000:1000 --cap-drop all
    --security-opt no-new-privileges --read-only --read-only-tmpfs=false --tmpfs "/tmp:rw,noexec,nosuid,nodev")
  as_agent=("${restricted[@]}" --pid host --user "$user")
  [ -z "$capabilities" ] || as_agent+=("--cap-add=$capabilities")
  as_judge=("${restricted[@]}" --user 65532)
}

# Starts a service of the demo, and adds its address to addresses; served is its id.
addresses=()
serve() {
  local line
  "$@" >"$work/out" 2>"$work/err" &
  served=$!
  processes+=("$served")
  for _ in $(seq 100); do
    line=$(head -n 1 "$work/out")
    [ -z "$line" ] || break
    sleep 0.2
  done
  addresses+=("$(grep -oE '127\.0\.0\.1:[0-9]+' <<<"$line" | head -n 1)")
}

# Sends so many requests a second to all services.
load() {
  "$(newest load-)" -for=1h "-rate=$1" "${addresses[@]}" >/dev/null 2>&1 &
  processes+=($!)
}

run() { "${podman[@]}" run --rm "$@"; }

# Runs a container in the background, under a name.
declare -A containers=()
contain() {
  "${podman[@]}" run --rm --name "graydiff-$1" "${@:2}" >"$work/$1.log" 2>&1 &
  containers[$1]=$!
}

# Ends the container of a name by SIGTERM; ended is its exit code.
stop() {
  ended=0
  "${podman[@]}" kill --signal TERM "graydiff-$1" >/dev/null 2>&1 || true
  wait "${containers[$1]}" || ended=$?
  unset "containers[$1]"
}
