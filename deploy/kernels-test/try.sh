#!/usr/bin/env bash
# Boots a kernel in an emulated machine, runs graydiff there on programs that know what they did, and
# prints one line a check: "check|NAME|ok or FAILED|what was seen". No root needed.
#
#   deploy/kernels-test/try.sh amd64 6.1
#   deploy/kernels-test/try.sh amd64 6.1 FILE    also writes the results into FILE (docs/kernels.md)
#
# The machine is emulated instruction by instruction (QEMU's TCG), whatever this one is: a kernel of
# a distribution takes drivers and rights that nested virtualisation does not give. Nothing in it is
# as fast as on a real one, so nothing is asked of times.
#
#   GRAYDIFF_CACHE        where kernels and packages are kept, default ~/.cache/graydiff
#   GRAYDIFF_TRIAL_LIMIT  seconds after which the machine is turned off, default 7200
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(dirname "$(dirname "$here")")
limit=${GRAYDIFF_TRIAL_LIMIT:-7200}
# The Go versions of baseline and canary, and the one that builds what checks them.
versions=(1.22 1.23)

say() { echo "kernels: $*" >&2; }
fail() {
  say "$@"
  exit 2
}

[ $# = 2 ] || [ $# = 3 ] || fail "usage: deploy/kernels-test/try.sh ARCH SERIES [FILE]"
arch=$1 series=$2
case $arch in
  amd64) machine=(qemu-system-x86_64 -cpu max) console=ttyS0 ;;
  arm64) machine=(qemu-system-aarch64 -M virt -cpu cortex-a72) console=ttyAMA0 ;;
  *) fail "no machine for $arch; there is one for amd64 and arm64" ;;
esac
for tool in "${machine[0]}" cpio; do
  command -v "$tool" >/dev/null || fail "$tool is missing; run: apt-get install qemu-system-x86 qemu-system-arm cpio"
done

# Builds a Go program of this repository for the machine.
build_go() {
  local goroot
  goroot=$("$home/deploy/toolchains/fetch-go.sh" "$1")
  (cd "$home/$2" && GOROOT=$goroot GOARCH=$arch GOTOOLCHAIN=local GOENV=off GOFLAGS='' GOPROXY=off CGO_ENABLED=0 \
    "$goroot/bin/go" build -trimpath -buildvcs=false -o "$3" .) >&2
}

# The files of the container image, the programs, and the trial as the first process.
pack() {
  "$home/deploy/image/build.sh" --arch "$arch" --rootfs "$work/root" >&2
  mkdir -p "$work/root"/{programs,proc,sys,dev,tmp}
  local version
  for version in "${versions[@]}"; do
    build_go "$version" daemon/src/test/go/exact "$work/root/programs/exact-$version"
  done
  build_go "${versions[0]}" deploy/kernels-test/trial "$work/root/init"
  (cd "$work/root" && find . | cpio --quiet -o -H newc -R 0:0) >"$initramfs.new"
  mv "$initramfs.new" "$initramfs"
}

packed_is_new() {
  [ -e "$initramfs" ] && [ -z "$(find "$home/pom.xml" "$home/daemon/pom.xml" "$home/daemon/src/main" \
    "$home/daemon/src/test/go/exact" "$home/bpf" "$here/trial" -newer "$initramfs" -print -quit)" ]
}

boot() {
  timeout --foreground --kill-after=20 "$limit" "${machine[@]}" -accel tcg,thread=multi -smp 2 -m 2560M -nographic \
    -no-reboot -nodefaults -serial stdio -kernel "$kernel" -initrd "$initramfs" \
    -append "console=$console panic=-1 quiet" </dev/null 2>&1 | sed -u 's/\r//g; s/\x1b\(c\|\[[?0-9;]*[A-Za-z]\)//g' | tee "$log" |
    grep --line-buffered -E '^(check|kernel|trial)\|'
}

# Puts a row into the table of a file: which kernel, how probes are attached there, what held.
record() {
  local way release failed total row
  release=$(sed -n 's/^kernel|//p' "$work/results")
  way=$(sed -n 's/^check|compare begins|ok|//p' "$work/results")
  total=$(grep -c '^check|' "$work/results")
  failed=$(grep '^check|' "$work/results" | awk -F'|' '$3 != "ok" { print $2 }' | paste -sd, | sed 's/,/, /g')
  row="| $series | $arch | $release | ${way:-none} | $((total - $(grep -c '^check|.*|FAILED|' "$work/results" || true))) of $total${failed:+, not: $failed} | $(date -u +%F) |"
  grep -q '<!-- kernels: end -->' "$1" || fail "$1 has no mark <!-- kernels: end -->"
  sed -i -e "/^| ${series//./\\.} | $arch |/d" -e "s#^<!-- kernels: end -->#${row//&/\\&}\n&#" "$1"
}

kernel=$("$here/fetch.sh" "$arch" "$series")
mkdir -p "$here/out"
initramfs=$here/out/initramfs-$arch.cpio log=$here/out/$series-$arch.log
work=$(mktemp -d "$here/out/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
packed_is_new || pack
say "booting Linux $series for $arch; the console is in ${log#"$home/"}"
boot | tee "$work/results" || true
grep -q '^trial|done|' "$work/results" || fail "Linux $series for $arch did not come to its end; see ${log#"$home/"}"
[ $# -lt 3 ] || record "$3"
grep -q '^trial|done|0 failed' "$work/results"
