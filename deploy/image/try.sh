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
length=30s seccomp=()

# shellcheck source=deploy/image/containers.sh
. "$here/containers.sh"

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
prepare

selectors=()
for _ in 1 2; do
  serve "$(newest checkout-go1.22)" && selectors+=("--baseline=pid=$served")
  serve "$(newest checkout-go1.23)" && selectors+=("--canary=pid=$served")
done
load 400
run "${as_agent[@]}" ${seccomp[@]+"${seccomp[@]}"} "$image" compare "${selectors[@]}" --for "$length"
