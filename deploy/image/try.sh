#!/usr/bin/env bash
# Tries the image that build.sh made: the demo's two groups run on this machine, the comparison runs
# in a container beside them, with the rights and restrictions that the chart gives it: all
# capabilities dropped but those, read-only root, /tmp without execution, default seccomp, no new
# privileges, the process ids of the host.
#
#   deploy/image/try.sh                        30 seconds, the capabilities of the chart
#   deploy/image/try.sh --for 60s
#   deploy/image/try.sh --capabilities sys_admin,sys_ptrace
#   deploy/image/try.sh --user 65532
#   deploy/image/try.sh --seccomp unconfined     or the path of a profile, in place of podman's own
#
# Needs root, podman and runc, and the programs of the demo: run ./graydiff demo --for 5s before.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
capabilities=sys_admin,sys_ptrace,dac_read_search length=30s user=0 seccomp=()

fail() {
  echo "try: $*" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --for) length=${2:?} && shift ;;
    --capabilities) capabilities=${2:?} && shift ;;
    --seccomp) seccomp=(--security-opt "seccomp=${2:?}") && shift ;;
    --user) user=${2:?} && shift ;;
    *) fail "unknown option $1" ;;
  esac
  shift
done

newest() {
  local found
  found=$(find "$cache/demo" -maxdepth 1 -name "$1*" -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1)
  [ -n "$found" ] || fail "no $1 in $cache/demo; run: ./graydiff demo --for 5s"
  found=${found#* }
  if [ -d "$found" ]; then find "$found" -type f -perm -u+x | head -n 1; else echo "$found"; fi
}

archive=$here/out/graydiff-$(dpkg --print-architecture).tar
[ -e "$archive" ] || fail "there is no $archive; run: deploy/image/build.sh"
work=$(mktemp -d)
processes=()
end() {
  for process in ${processes[@]+"${processes[@]}"}; do kill "$process" 2>/dev/null || true; done
  podman --root "$work/store" unmount --all >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT

# Starts a service and adds its address to addresses, its id to the group's selectors.
addresses=() selectors=()
serve() {
  local line
  "$2" >"$work/out" 2>"$work/err" &
  processes+=($!)
  selectors+=("--$1=pid=$!")
  for _ in $(seq 100); do
    line=$(head -n 1 "$work/out")
    [ -z "$line" ] || break
    sleep 0.2
  done
  addresses+=("$(grep -oE '127\.0\.0\.1:[0-9]+' <<<"$line" | head -n 1)")
}

for _ in 1 2; do
  serve baseline "$(newest checkout-go1.22)"
  serve canary "$(newest checkout-go1.23)"
done
"$(newest load-)" -for=10m -rate=400 "${addresses[@]}" >/dev/null 2>&1 &
processes+=($!)

podman=(podman --root "$work/store" --storage-driver vfs --cgroup-manager cgroupfs --runtime runc)
image=$("${podman[@]}" load --quiet --input "$archive" | sed 's/.*sha256://')
limits=(--ulimit nofile=1000:1000 --ulimit nproc=1000:1000)
add=()
[ -z "$capabilities" ] || add=("--cap-add=$capabilities")
"${podman[@]}" run --rm --pid host --network host "${limits[@]}" --user "$user" --cap-drop all \
  ${add[@]+"${add[@]}"} ${seccomp[@]+"${seccomp[@]}"} --security-opt no-new-privileges --read-only --read-only-tmpfs=false \
  --tmpfs /tmp:rw,noexec,nosuid,nodev "$image" \
  compare "${selectors[@]}" --for "$length"
