#!/usr/bin/env bash
# Runs a command on a whole Kubernetes node that lives as long as the command does: etcd, API server,
# controller manager, scheduler, kubelet and containerd, in a network and mount namespace of their
# own. Process ids and cgroups are those of this machine, as an agent with hostPID needs them.
#
#   deploy/kubernetes-test/node.sh kubectl get nodes
#
# The command has kubectl and ctr in its PATH and KUBECONFIG of an administrator. Needs root, runc's
# kernel features, clang with libc6-dev, ip. Kubernetes is built the first time (build.sh); containerd,
# runc and the CNI plugins are Debian's, unpacked into the cache. Nothing is installed.
#
#   GRAYDIFF_CACHE           where to build and keep, default ~/.cache/graydiff
#   GRAYDIFF_DEBIAN_MIRROR   Debian mirror, default the first one that apt of this machine names
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
node=node-1 address=10.77.0.1 service=10.96.0.1

say() { echo "node: $*" >&2; }
fail() {
  say "$@"
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$here/../setup/debian-archive.sh"

# Unpacks Debian's container runtime into $runtime.
fetch_runtime() {
  local state=$cache/kubernetes/apt-runtime
  [ ! -e "$runtime/ready" ] || return 0
  need_debian_archive
  say "fetching containerd, runc and CNI plugins"
  configure_apt bookworm "$state"
  rm -rf "$runtime"
  mkdir -p "$runtime/packages"
  (
    export APT_CONFIG=$state/apt.conf
    cd "$runtime/packages"
    apt-get -qq update
    apt-get -qq download containerd runc containernetworking-plugins
    for package in *.deb; do dpkg-deb -x "$package" "$runtime"; done
  ) >&2
  rm -rf "$runtime/packages" "$state"
  touch "$runtime/ready"
}

# Starts a part of the node in the background, with its output in a log of its name.
processes=()
start() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 7>&- 9>&- &
  processes+=($!)
}

# Waits until a command succeeds.
await() {
  local what=$1
  shift
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 1
  done
  fail "$what is not there after five minutes; the logs are in $work"
}

# Files of this machine that the kubelet and the runtime write to are replaced for them alone.
make_mounts() {
  local value
  mkdir -p "$work"/{lib,log,sys}
  mount --make-rprivate /
  mount -t tmpfs none /run
  mount --bind "$work/lib" /var/lib
  mount --bind "$work/log" /var/log
  for value in kernel/panic=10 kernel/panic_on_oops=1 vm/overcommit_memory=1 vm/panic_on_oom=0; do
    echo "${value#*=}" >"$work/sys/$(basename "${value%=*}")"
    mount --bind "$work/sys/$(basename "${value%=*}")" "/proc/sys/${value%=*}"
  done
}

# The service address of the API server is an address of the node, so that no kube-proxy is needed.
make_network() {
  ip link set lo up
  ip address add "$service/32" dev lo
  ip link add node0 type bridge
  ip address add "$address/24" dev node0
  ip link set node0 up
  ip route add default dev node0
  mkdir -p "$work/cni"
  cat >"$work/cni/10-pods.conf" <<END
{"cniVersion": "0.4.0", "name": "pods", "type": "bridge", "bridge": "cni0", "isDefaultGateway": true,
 "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.78.0.0/16"}]], "dataDir": "/run/cni"}}
END
}

start_control_plane() {
  local token=admin certificates=$work/certificates
  mkdir -p "$certificates"
  echo "$token,admin,1,\"system:masters\"" >"$work/tokens"
  openssl genrsa -out "$work/key" 2048 2>/dev/null
  cat >"$KUBECONFIG" <<END
apiVersion: v1
kind: Config
current-context: node
contexts: [{name: node, context: {cluster: node, user: admin}}]
users: [{name: admin, user: {token: $token}}]
clusters: [{name: node, cluster: {server: "https://$service:443", certificate-authority: $certificates/apiserver.crt}}]
END
  chmod 600 "$KUBECONFIG" "$work/tokens" "$work/key"
  start etcd "$kubernetes/etcd" --data-dir="$work/etcd" --unsafe-no-fsync
  start kube-apiserver "$kubernetes/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 --secure-port=443 \
    --advertise-address="$address" --cert-dir="$certificates" --authorization-mode=Node,RBAC \
    --token-auth-file="$work/tokens" --service-cluster-ip-range=10.96.0.0/16 --endpoint-reconciler-type=none \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$work/key" \
    --service-account-signing-key-file="$work/key" --kubelet-preferred-address-types=InternalIP
  await "the API server" kubectl get --raw /readyz
  start kube-controller-manager "$kubernetes/kube-controller-manager" --kubeconfig="$KUBECONFIG" --leader-elect=false \
    --use-service-account-credentials --service-account-private-key-file="$work/key" \
    --root-ca-file="$certificates/apiserver.crt"
  start kube-scheduler "$kubernetes/kube-scheduler" --kubeconfig="$KUBECONFIG" --leader-elect=false
}

# The container that holds the namespaces of a pod, from the sources of Kubernetes.
make_pause_image() {
  mkdir -p "$work/pause"
  clang -Os -static -w -o "$work/pause/pause" "$kubernetes/gopath/src/k8s.io/kubernetes/build/pause/linux/pause.c" ||
    fail "pause.c cannot be compiled; install clang and libc6-dev"
  "$here/image.sh" localhost/pause:node "$work/pause" "$work/pause.tar" /pause
}

start_runtime() {
  cat >"$work/containerd.toml" <<END
version = 2
root = "$work/containerd"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:node"
  # Lowering one's own score below what it is takes CAP_SYS_RESOURCE, which containers of CI lack.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$runtime/usr/lib/cni"
    conf_dir = "$work/cni"
END
  start containerd containerd --config "$work/containerd.toml"
  await containerd ctr version
  make_pause_image
  ctr --namespace k8s.io images import "$work/pause.tar" >/dev/null
}

start_kubelet() {
  cat >"$work/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: cgroupfs
failSwapOn: false
makeIPTablesUtilChains: false
oomScoreAdj: 0
resolvConf: ""
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
evictionHard: {memory.available: 50Mi, nodefs.available: 1%, imagefs.available: 1%}
END
  start kubelet "$kubernetes/kubelet" --config="$work/kubelet.yaml" --kubeconfig="$KUBECONFIG" \
    --hostname-override="$node" --node-ip="$address" --container-runtime=remote \
    --container-runtime-endpoint=unix:///run/containerd/containerd.sock --cert-dir="$work/kubelet-certificates"
  await "the node" kubectl wait --for=condition=Ready "node/$node" --timeout=1s
}

# shellcheck disable=SC2317  # stop, which a trap calls, calls it
end() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# The kubelet first, so that it starts nothing again; then containers, while their runtime is there.
# shellcheck disable=SC2317  # called by a trap
stop() {
  local i container last=$((${#processes[@]} - 1))
  [ "$last" -lt 0 ] || end "${processes[last]}"
  for container in $(ctr --namespace k8s.io tasks list --quiet 2>/dev/null || true); do
    ctr --namespace k8s.io tasks kill --signal SIGKILL --all "$container" 2>/dev/null || true
    ctr --namespace k8s.io tasks delete --force "$container" >/dev/null 2>&1 || true
  done
  for ((i = last - 1; i >= 0; i--)); do end "${processes[i]}"; done
}

run_inside() {
  work=$1
  shift
  export KUBECONFIG=$work/kubeconfig PATH=$kubernetes:$runtime/usr/bin:$runtime/usr/sbin:$PATH
  make_mounts
  make_network
  start_control_plane
  start_runtime
  start_kubelet
  say "$node is ready, $(kubectl get node "$node" -o jsonpath='{.status.nodeInfo.kubeletVersion}, {.status.nodeInfo.containerRuntimeVersion}')"
  "$@"
}

kubernetes=$cache/kubernetes runtime=$cache/kubernetes/runtime
if [ "${1:-}" = --inside ]; then
  shift
  trap stop EXIT
  run_inside "$@"
  exit
fi
[ $# -gt 0 ] || fail "name a command, for instance: $0 kubectl get nodes"
[ "$(id -u)" = 0 ] || fail "not root: namespaces and containers need it"
for tool in unshare ip openssl clang buildah; do
  command -v "$tool" >/dev/null || fail "$tool is missing; run: apt-get install util-linux iproute2 openssl clang buildah"
done
"$here/build.sh" kubelet kube-controller-manager kube-scheduler kubectl >/dev/null
fetch_runtime
for cgroup in /sys/fs/cgroup/*/kubepods /sys/fs/cgroup/kubepods; do
  [ ! -e "$cgroup" ] || fail "$cgroup is there: this machine runs a kubelet already, or one has left it; see whether it is empty, and remove it"
done
work=$(mktemp -d /tmp/graydiff-node-XXXXXX)
status=0
unshare --net --mount "${BASH_SOURCE[0]}" --inside "$work" "$@" || status=$?
find /sys/fs/cgroup/*/kubepods /sys/fs/cgroup/kubepods -depth -type d -exec rmdir {} + 2>/dev/null || true
if [ "$status" = 0 ]; then rm -rf "$work"; else say "logs: $work"; fi
exit "$status"
