#!/usr/bin/env bash
# Unpacks Go programs privately as Debian and npm ship them, and prints for each: its name, the suite
# or npm, the version of its package and the path of its executable, with tabs between. Those of npm are
# there for their Go versions, 1.17, 1.18 and 1.20, which Debian does not have.
#
#   deploy/subjects/fetch.sh                 all of them
#   deploy/subjects/fetch.sh caddy etcd      these
#
# Nothing is installed and no file of the system is changed. What is there already costs nothing.
#
#   GRAYDIFF_CACHE           where to unpack, default ~/.cache/graydiff
#   GRAYDIFF_DEBIAN_MIRROR   Debian mirror, default the first one that apt of this machine names
set -euo pipefail

cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
suites="bookworm trixie"
known=(caddy prometheus etcd nats-server containerd node-exporter esbuild-0.14 esbuild)

fail() {
  echo "subjects: $*" >&2
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../setup/debian-archive.sh"

# The package and the executable in it.
package_of() {
  case $1 in
    caddy) echo caddy usr/bin/caddy ;;
    prometheus) echo prometheus usr/bin/prometheus ;;
    etcd) echo etcd-server usr/bin/etcd ;;
    nats-server) echo nats-server usr/sbin/nats-server ;;
    containerd) echo containerd usr/bin/containerd ;;
    node-exporter) echo prometheus-node-exporter usr/bin/prometheus-node-exporter ;;
    *) fail "no program $1; known are ${known[*]}" ;;
  esac
}

# The two packages of a program that npm ships, the older one first; nothing for others.
npm_packages_of() {
  case $1 in
    esbuild-0.14) echo esbuild-linux-64@0.14.10 esbuild-linux-64@0.14.47 ;;
    esbuild) echo esbuild-linux-64@0.15.18 @esbuild/linux-x64@0.19.12 ;;
  esac
}

# Unpacks the executable of an npm package; runs nothing of it.
fetch_npm() {
  local package=$1 root=$2 work=$cache/npm/.unpacking
  command -v npm >/dev/null || fail "npm is missing; install the package npm"
  rm -rf "$work" "$root"
  mkdir -p "$work"
  (
    cd "$work"
    npm pack --silent "$package" >&2
    tar -xzf ./*.tgz package/bin/esbuild
  )
  mkdir -p "$root"
  mv "$work/package/bin/esbuild" "$root/esbuild"
  rm -rf "$work"
}

# Unpacks those of a suite's programs that are not there yet; one list of packages for all of them.
fetch() {
  local suite=$1 state=$cache/apt/subjects-$1 work=$cache/debian/.unpacking-$1 program package path
  shift
  configure_apt "$suite" "$state"
  (
    export APT_CONFIG=$state/apt.conf
    apt-get -qq update
    for program in "$@"; do
      read -r package path < <(package_of "$program")
      rm -rf "$work" "${cache:?}/debian/$suite/$program"
      mkdir -p "$work/root" "$cache/debian/$suite"
      cd "$work"
      apt-get -qq download "$package"
      dpkg-deb -f "$package"_*.deb Version >"$work/root/version"
      dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x -C root "./$path"
      cd "$cache"
      mv "$work/root" "$cache/debian/$suite/$program"
    done
  ) >&2
  rm -rf "$work" "$state"
}

programs=("$@")
[ $# -gt 0 ] || programs=("${known[@]}")
debian=()
for program in "${programs[@]}"; do
  if [ -z "$(npm_packages_of "$program")" ]; then
    package_of "$program" >/dev/null
    debian+=("$program")
  fi
done
mkdir -p "$cache/debian" "$cache/npm"
[ ${#debian[@]} = 0 ] || need_debian_archive
for suite in $suites; do
  exec 9>"$cache/debian/.lock-$suite"
  flock 9
  absent=()
  for program in ${debian[@]+"${debian[@]}"}; do
    [ -e "$cache/debian/$suite/$program/version" ] || absent+=("$program")
  done
  [ ${#absent[@]} = 0 ] || fetch "$suite" "${absent[@]}"
  exec 9>&-
done
exec 9>"$cache/npm/.lock"
flock 9
for program in "${programs[@]}"; do
  for package in $(npm_packages_of "$program"); do
    [ -x "$cache/npm/$package/esbuild" ] || fetch_npm "$package" "$cache/npm/$package"
    printf '%s\tnpm\t%s\t%s\n' "$program" "${package##*@}" "$cache/npm/$package/esbuild"
  done
done
exec 9>&-
for program in ${debian[@]+"${debian[@]}"}; do
  for suite in $suites; do
    root=$cache/debian/$suite/$program
    read -r package path < <(package_of "$program")
    printf '%s\t%s\t%s\t%s\n' "$program" "$suite" "$(cat "$root/version")" "$root/$path"
  done
done
