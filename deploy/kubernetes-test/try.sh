#!/usr/bin/env bash
# Tries graydiff on a whole Kubernetes node (node.sh): the chart's DaemonSet from the image of
# deploy/image/build.sh, and two Deployments of the demo's service (shop.yaml), of which the canary
# allocates more. It has to find their processes by their pods, to call that a regression, to notice
# a pod that is replaced, and to leave when the chart's objects are deleted. So has the chart's fleet
# judge, by a Prometheus beside the node's components that scrapes the agent's pod. The kubectl commands of
# the documents are run there as well.
#
#   deploy/kubernetes-test/try.sh
#
# Needs root, and what node.sh and deploy/image/build.sh need. Its last result is in docs/kubernetes.md.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(dirname "$(dirname "$here")")
cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}

say() { echo "try: $*" >&2; }
fail() {
  say "$@"
  exit 1
}

# Builds one of the demo's programs with a version of Go, and packs it as an image.
pack_program() {
  local name=$1 version=$2 folder=$work/$1-go$2 goroot
  goroot=$("$home/deploy/toolchains/fetch-go.sh" "$version")
  mkdir -p "$folder"
  (
    cd "$home/deploy/demo/$name"
    export GOROOT=$goroot GOTOOLCHAIN=local GOENV=off GOFLAGS='' GOWORK=off GOPROXY=off CGO_ENABLED=0
    GOCACHE=$cache/go-build "$goroot/bin/go" build -trimpath -buildvcs=false -o "$folder/$name" .
  )
  "$here/image.sh" "localhost/$name:go$version" "$folder" "$folder.tar" "/$name"
}

prepare() {
  local archive
  archive=$home/deploy/image/out/graydiff-$(dpkg --print-architecture).tar
  "$home/deploy/image/build.sh" --newest >/dev/null
  cp "$archive" "$work/graydiff.tar"
  pack_program checkout 1.22
  pack_program checkout 1.23
  pack_program load 1.22
  "$home/deploy/kubernetes/render.sh" "$here/values.yaml" >"$work/chart.yaml"
}

# Waits until a command succeeds, as long as a busy machine may take.
await() {
  local what=$1
  shift
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 1
  done
  kubectl -n graydiff logs daemonset/graydiff --tail=40 >&2 || true
  kubectl get pods --all-namespaces -o wide >&2 || true
  fail "$what does not come"
}

agent() { kubectl -n graydiff get pods -l app.kubernetes.io/name=graydiff -o jsonpath='{.items[0].metadata.name}'; }
ask() { kubectl get --raw "/api/v1/namespaces/graydiff/pods/$(agent):9477/proxy$1"; }
metric() { ask /metrics | grep -E "^$1" || true; }
has_metric() { [ -n "$(metric "$1")" ]; }
fleet_metric() {
  kubectl get --raw /api/v1/namespaces/graydiff/services/graydiff-fleet-judge:9478/proxy/metrics | grep -E "^$1"
}

# Debian's Prometheus cannot ask for pods: it is told the address of the agent's.
start_prometheus() {
  cat >"$work/prometheus.yml" <<END
scrape_configs:
  - job_name: graydiff
    scrape_interval: 1s
    static_configs: [{targets: ["$(kubectl -n graydiff get pod "$(agent)" -o jsonpath='{.status.podIP}'):9477"]}]
END
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
    --web.listen-address=10.77.0.1:9090 >"$work/prometheus.log" 2>&1 &
  prometheus=$!
  trap 'kill "$prometheus" && wait "$prometheus" || true' EXIT
  await "Prometheus" curl -sf http://10.77.0.1:9090/-/ready
}

# The ids of the processes that a group has.
processes_of() {
  ask /api/v1/comparisons/checkout | tr -d '\n ' |
    grep -oE '"(baseline|canary)":\{"selector":"[^"]*",[^{]*"processes":\[[^]]*\]' |
    grep "^\"$1\"" | grep -oE '"pid":[0-9]+' | cut -d: -f2 | sort -n
}

two_processes_each() {
  [ "$(metric 'graydiff_group_processes.*group="baseline"' | grep -c ' 2.0')" = 1 ] &&
    [ "$(metric 'graydiff_group_processes.*group="canary"' | grep -c ' 2.0')" = 1 ]
}

# The programs that were chosen, by their names: the load beside them is none of them.
check_programs() {
  local group pid program
  for group in baseline canary; do
    for pid in $(processes_of "$group"); do
      program=$(readlink "/proc/$pid/exe")
      say "$group: process $pid is $program in $(sed -n 's/.*:memory:\(.*\/pod\).*/\1.../p' "/proc/$pid/cgroup")"
      [ "$program" = /checkout ] || fail "process $pid of the $group is $program, which is not what its selector chooses"
    done
  done
}

# Runs what the documents say about an installed agent: not what needs files of one's own, and not what
# installs and removes it, which is done here otherwise.
try_documented() {
  local line pod pid tried=0
  pod=$(agent) pid=$(processes_of canary | head -n 1)
  while read -r line; do
    line=${line//pod\/NAME/pod\/$pod} line=${line//PID/$pid}
    bash -c "$line" >"$work/answer" 2>&1 || fail "the documents say: $line, which answers: $(head -c 300 "$work/answer")"
    [ -s "$work/answer" ] || fail "the documents say: $line, which answers nothing"
    tried=$((tried + 1))
  done < <(sed -n 's/ *#.*//; /^kubectl /p' "$home"/docs/*.md "$home"/docs/runbooks/*.md |
    grep -vE ' -k | -f |--from-file|--previous|port-forward')
  [ "$tried" -ge 8 ] || fail "only $tried commands were found in the documents"
  say "$tried commands of the documents answer"
}

replaced() {
  [ -n "$(processes_of canary)" ] && two_processes_each && [ "$(processes_of canary)" != "$before" ]
}

on_node() {
  local archive before
  for archive in "$work"/*.tar; do
    case $archive in
      */graydiff.tar) ctr --namespace k8s.io images import --index-name localhost/graydiff:node "$archive" >/dev/null ;;
      *) ctr --namespace k8s.io images import "$archive" >/dev/null ;;
    esac
  done
  kubectl apply -f "$here/shop.yaml" >/dev/null
  kubectl apply -f "$home/deploy/kubernetes/namespace.yaml" -f "$work/chart.yaml" >/dev/null
  kubectl -n shop rollout status deployment/checkout-baseline --timeout=5m >&2
  kubectl -n shop rollout status deployment/checkout-canary --timeout=5m >&2
  kubectl -n graydiff rollout status daemonset/graydiff --timeout=10m >&2
  start_prometheus
  await "two processes in each group" two_processes_each
  check_programs
  await "a regression" has_metric 'graydiff_verdict\{comparison="checkout"\} -1.0'
  metric 'graydiff_(pods|processes|verdict|target_cpu_share)[ {]'
  metric 'graydiff_signal_verdict.* -?1.0$'
  metric 'graydiff_change_ratio(_low|_high)?\{.*signal="alloc.bytes"'
  await "a regression of the fleet" fleet_metric 'graydiff_verdict\{.*scope="fleet".* -1.0'
  fleet_metric 'graydiff_verdict\{'
  fleet_metric 'graydiff_signal_verdict.* -?1.0$'
  try_documented
  before=$(processes_of canary)
  kubectl -n shop delete pod --wait=false "$(kubectl -n shop get pods -l track=canary -o jsonpath='{.items[0].metadata.name}')" >&2
  await "the pod's successor in the canary" replaced
  say "the successor of a deleted pod joined the canary"
  kubectl delete -f "$work/chart.yaml" --wait >/dev/null
  say "passed"
}

if [ "${1:-}" = --on-node ]; then
  work=$2
  on_node
  exit
fi
[ "$(id -u)" = 0 ] || fail "not root: the node needs it"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prepare
"$here/node.sh" "${BASH_SOURCE[0]}" --on-node "$work"
