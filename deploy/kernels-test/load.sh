#!/usr/bin/env bash
# Whether the verifiers of other kernels take the BPF programs: boots each in an emulated machine that
# does nothing but load them, some seconds each, and prints a line for each, with what the verifier
# minded behind one that failed. The program that serves all sites takes Linux 5.15. For changes of
# bpf/; try.sh then tells whether they do what they should.
#
#   deploy/kernels-test/load.sh [SERIES...]     default 5.10 6.1 6.12, of amd64
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
limit=120
work=$(mktemp -d "${TMPDIR:-/tmp}/graydiff-load-XXXXXX")
trap 'rm -rf "$work"' EXIT

mkdir "$work/root"
make -s -C "$here/../../bpf" OUT="$work/bpf" MACHINE=x86_64
cp "$work/bpf/graydiff.bpf.o" "$work/root"
cc -O1 -Wall -Wextra -Werror -static -o "$work/root/init" "$here/load.c" -lbpf -lelf -lz
(cd "$work/root" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/initramfs"

[ $# -gt 0 ] || set -- 5.10 6.1 6.12
failed=0
for series in "$@"; do
  kernel=$("$here/fetch.sh" amd64 "$series")
  timeout --foreground --kill-after=5 "$limit" qemu-system-x86_64 -cpu max -accel tcg -m 1024M -nographic \
    -no-reboot -nodefaults -serial stdio -kernel "$kernel" -initrd "$work/initramfs" \
    -append "console=ttyS0 panic=-1 quiet" </dev/null 2>&1 | tr -d '\r' >"$work/console" || true
  expected='load|ok'
  [ "$series" = 5.10 ] || expected+=$'\nload every_site|ok'
  if [ "$(grep -Fx "$expected" "$work/console")" = "$expected" ]; then
    echo "Linux $series: loaded"
  else
    echo "Linux $series: FAILED"
    tail -n 40 "$work/console"
    failed=1
  fi
done
exit "$failed"
