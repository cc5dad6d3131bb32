#!/usr/bin/env bash
# Installs graydiff below /usr, with its systemd unit; what it needs and how to undo it is in
# docs/install.md.
#
#   deploy/systemd/install.sh                      into this system, as root
#   DESTDIR=/tmp/root deploy/systemd/install.sh    below another root, for a package
#   deploy/systemd/install.sh --remove             takes it away; configuration and state stay
#
#   DESTDIR   root of the system to install into, default /
#   PREFIX    default /usr; the unit is written for it
#   UNITDIR   where systemd looks for units, default /lib/systemd/system
set -euo pipefail

home=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
root=${DESTDIR:-} prefix=${PREFIX:-/usr} units=${UNITDIR:-/lib/systemd/system}
lib=$root$prefix/lib/graydiff doc=$root$prefix/share/doc/graydiff
target=$home/daemon/target machine=$(uname -m)

fail() {
  echo "install: $*" >&2
  exit 2
}

reload_systemd() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
}

install_all() {
  [ -d "$target/native" ] || fail "graydiff is not built; run: ./graydiff --version"
  rm -rf "$lib"
  install -d "$lib/lib" "$lib/native" "$doc" "$root$prefix/bin" "$root$units" "$root/etc/graydiff"
  install -m 644 "$target/graydiff.jar" "$home/deploy/setup/java.options" \
    "$home/deploy/setup/packages.sh" "$lib/"
  install -m 644 "$target"/lib/*.jar "$lib/lib/"
  install -m 644 "$target/native/jni/$machine-Linux/libjffi-1.2.so" \
    "$target/native/org/jline/nativ/Linux/${machine/aarch64/arm64}/libjlinenative.so" "$lib/native/"
  install -m 755 "$home/deploy/systemd/graydiff.sh" "$root$prefix/bin/graydiff"
  install -m 644 "$home/README.md" "$home/LICENSE" "$home/docs/examples/graydiff.yaml" "$doc/"
  sed "s|/usr/|$prefix/|g" "$home/deploy/systemd/graydiff.service" >"$root$units/graydiff.service"
  chmod 644 "$root$units/graydiff.service"
  reload_systemd
  if [ ! -e "$root/etc/graydiff/graydiff.yaml" ]; then
    echo "install: write /etc/graydiff/graydiff.yaml (example: $prefix/share/doc/graydiff/graydiff.yaml), then: systemctl enable --now graydiff"
  fi
}

remove_all() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl disable --now graydiff || true; fi
  rm -rf "$lib" "$doc"
  rm -f "$root$prefix/bin/graydiff" "$root$units/graydiff.service"
  reload_systemd
}

case ${1:-} in
  "") install_all ;;
  --remove) remove_all ;;
  *) fail "unknown option $1; usage: deploy/systemd/install.sh [--remove]" ;;
esac
