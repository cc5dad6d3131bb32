#!/usr/bin/env bash
# Tries the fleet judge of the image that build.sh made, as deploy/argo/judge-job.yaml and
# deploy/kubernetes/fleet-judge.yaml run it: as an ordinary user without any capability, with a
# read-only root. It reads a Prometheus that runs on this machine and scrapes two agents, containers
# of the same image, of which one observes the baseline alone and the other the canary alone. They are
# the two groups of the demo; with a fault in the canary the judge has to find it.
#
#   deploy/image/fleet.sh                       the canary allocates 60 % more
#   deploy/image/fleet.sh --faults ''           no fault
#   deploy/image/fleet.sh --for 10m             how long agents are watched before, default 8m
#
# Prints what the job prints and its exit code, then what the Deployment serves. Needs root, podman,
# runc, curl, prometheus, and the programs of the demo: run ./graydiff demo --for 5s before.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
faults=alloc=+60% length=8m

# shellcheck source=deploy/image/containers.sh
. "$here/containers.sh"

while [ $# -gt 0 ]; do
  case $1 in
    --faults) faults=${2?--faults needs a list, or nothing} && shift ;;
    --for) length=${2:?--for needs a duration} && shift ;;
    *) fail "unknown option $1" ;;
  esac
  shift
done
prepare

# Starts an agent on a port, whose configuration names the processes of one group.
agent() {
  local name=$1 port=$2 selectors=("${@:3}") baseline='[exe=/none]' canary='[exe=/none]' list
  list="[$(IFS=,; echo "${selectors[*]}")]"
  if [ "$name" = baseline ]; then baseline=$list; else canary=$list; fi
  mkdir -p "$work/$name"
  cat >"$work/$name/graydiff.yaml" <<END
listen: 127.0.0.1:$port
budget: 5%
comparisons: [{name: checkout, baseline: $baseline, canary: $canary, window: 5s}]
END
  contain "agent-$name" "${as_agent[@]}" --volume "$work/$name:/etc/graydiff:ro" "$image" \
    daemon --config /etc/graydiff/graydiff.yaml --quiet
}

# Waits until an address answers, or a container has ended.
await() {
  for _ in $(seq 300); do
    if curl -sf -o "$work/answer" "$1"; then return 0; fi
    sleep 1
  done
  fail "$1 does not answer: $(curl -s "$1" || true)"
}

baseline=() canary=()
for _ in 1 2; do
  serve "$(newest checkout-go1.22)" && baseline+=("pid=$served")
  serve "$(newest checkout-go1.23)" ${faults:+"-faults=$faults"} && canary+=("pid=$served")
done
load 100

agent baseline 19477 "${baseline[@]}"
agent canary 19478 "${canary[@]}"
cat >"$work/prometheus.yml" <<END
global: {scrape_interval: 10s, scrape_timeout: 10s, evaluation_interval: 10s}
rule_files: ["$here/../../helm/graydiff/files/rules/*.yaml"]
scrape_configs:
  - job_name: graydiff
    static_configs: [{targets: ["127.0.0.1:19477", "127.0.0.1:19478"]}]
  - job_name: graydiff-fleet-judge
    static_configs: [{targets: ["127.0.0.1:19479"]}]
END
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
  --web.listen-address=127.0.0.1:19490 >"$work/prometheus.log" 2>&1 &
processes+=($!)
await http://127.0.0.1:19477/readyz
await http://127.0.0.1:19478/readyz
say "two agents are ready, each with one group; they are watched for $length"
sleep "$length"

judge=(judge --prometheus http://127.0.0.1:19490 --comparison checkout --for "$length")
status=0
run "${as_judge[@]}" "$image" "${judge[@]}" || status=$?
say "the job ended with exit code $status"

contain judge "${as_judge[@]}" "$image" "${judge[@]}" --listen 127.0.0.1:19479
await http://127.0.0.1:19479/readyz
say "the deployment is ready"
curl -s -w ' (status %{http_code})\n' http://127.0.0.1:19479/gate/checkout
curl -s http://127.0.0.1:19479/metrics | grep -E '^graydiff_(verdict|regression_detected|signal_verdict\{.*-1)'
stop judge
say "the deployment ended with exit code $ended"
# What the job says, unless the deployment has seen more.
exit "$status"
