#!/usr/bin/env bash
# Builds what the tests against a real Kubernetes run, and prints the directory that holds it.
#
#   deploy/kubernetes-test/build.sh                      etcd and kube-apiserver
#   deploy/kubernetes-test/build.sh kubelet ...          more commands of Kubernetes, beside them
#
# Kubernetes is Debian's source package, built with Debian's Go 1.19: some ten minutes of CPU for the
# API server. Nothing is installed; what was built is kept, and costs nothing the next time.
#
#   GRAYDIFF_CACHE           where to build and keep, default ~/.cache/graydiff
#   GRAYDIFF_DEBIAN_MIRROR   Debian mirror, default the first one that apt of this machine names
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
home=$cache/kubernetes
version=v1.20.2

say() { echo "kubernetes-test: $*" >&2; }
fail() {
  say "$@"
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$here/../setup/debian-archive.sh"

# Sets tree to the unpacked sources; its Go commands run in GOPATH mode, as Debian builds it.
prepare_sources() {
  local state=$home/apt packages=$home/packages gopath=$home/gopath reflect2
  tree=$gopath/src/k8s.io/kubernetes
  if [ ! -e "$gopath/ready" ]; then
    say "fetching the sources of Kubernetes, and etcd"
    configure_apt bookworm "$state"
    rm -rf "$gopath" "$packages"
    mkdir -p "$packages" "$tree"
    (
      export APT_CONFIG=$state/apt.conf
      cd "$packages"
      apt-get -qq update
      apt-get -qq source --download-only kubernetes
      apt-get -qq download etcd-server golang-github-modern-go-reflect2-dev
      tar xzf kubernetes_*.orig.tar.gz -C "$tree" --strip-components=1
      for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    ) >&2
    install "$packages/unpacked/usr/bin/etcd" "$home/etcd"
    # The vendored copy reads Go's runtime in a way that Go 1.18 and later do not bear: the API server
    # would crash.
    reflect2=$tree/vendor/github.com/modern-go/reflect2
    rm -r "$reflect2"
    cp -rL "$packages/unpacked/usr/share/gocode/src/github.com/modern-go/reflect2" "$reflect2"
    rm -rf "$packages" "$state"
    touch "$gopath/ready"
  fi
  GOROOT=$("$here/../toolchains/fetch-go.sh" 1.19)
  export GOROOT GOPATH=$gopath GO111MODULE=off CGO_ENABLED=0 GOFLAGS='' GOENV=off
  export GOTOOLCHAIN=local GOCACHE=$cache/go-build PATH=$GOROOT/bin:$PATH
}

# The one generated source that the package lacks.
generate_openapi() {
  local output=pkg/generated/openapi inputs
  [ ! -e "$output/zz_generated.openapi.go" ] || return 0
  say "generating $output"
  go build -o "$home/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  inputs=$(grep -rl --include='*.go' '^// *+k8s:openapi-gen=' pkg cmd plugin vendor/k8s.io/*/ |
    grep -v -e vendor/k8s.io/code-generator/ -e vendor/k8s.io/sample-apiserver/ |
    xargs -n1 dirname | LC_ALL=C sort -u | sed 's|^|k8s.io/kubernetes/|' | paste -sd,)
  "$home/openapi-gen" -i "$inputs" -p "k8s.io/kubernetes/$output" -O zz_generated.openapi \
    -h hack/boilerplate/boilerplate.generatego.txt -r /dev/null >&2
  rm "$home/openapi-gen"
}

build() {
  local name package flags=()
  for package in k8s.io/client-go/pkg/version k8s.io/component-base/version; do
    flags+=("-X k8s.io/kubernetes/vendor/$package.gitVersion=$version")
    flags+=("-X k8s.io/kubernetes/vendor/$package.gitMajor=1")
    flags+=("-X k8s.io/kubernetes/vendor/$package.gitMinor=20")
  done
  for name in "$@"; do
    [ ! -x "$home/$name" ] || continue # another run has built it meanwhile
    say "building $name"
    go build -ldflags "-s -w ${flags[*]}" -o "$home/.$name" "./cmd/$name"
    mv "$home/.$name" "$home/$name"
  done
}

all_there() {
  local name
  for name in etcd "$@"; do
    [ -x "$home/$name" ] || return 1
  done
}

set -- kube-apiserver "$@"
if ! all_there "$@"; then
  mkdir -p "$home"
  exec 9>"$home/.lock"
  flock 9
  need_debian_archive
  renice -n 19 $$ >/dev/null || true # for all that follows: it takes long and nobody waits for it
  prepare_sources
  cd "$tree"
  generate_openapi
  build "$@"
fi
echo "$home"
