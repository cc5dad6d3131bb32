#!/usr/bin/env bash
# Builds the container image from Debian's packages, without a container engine; no root needed but
# for buildah, where the system gives users no namespaces.
#
#   deploy/image/build.sh                  for this machine's architecture
#   deploy/image/build.sh --arch arm64     for another: amd64 or arm64
#   deploy/image/build.sh --tag NAME       also keeps it in the local storage of buildah and podman
#   deploy/image/build.sh --newest         takes the newest packages, whatever is pinned
#   deploy/image/build.sh --update         the same, and pins them in packages-ARCH.txt
#   deploy/image/build.sh --rootfs DIR     makes only the tree of files that the image would hold, in DIR,
#                                          from the newest packages, for tests
#
# The result is an OCI archive, deploy/image/out/graydiff-ARCH.tar; the last line names its digest.
# Inputs are pinned: packages by version and checksum, libraries by pom.xml, times by its
# outputTimestamp. Debian keeps old packages only in its snapshot archive: set GRAYDIFF_DEBIAN_MIRROR
# to an address there, ending in /debian, when one is gone.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(dirname "$(dirname "$here")")
cache=${GRAYDIFF_CACHE:-$HOME/.cache/graydiff}
pool=$cache/image
host=$(dpkg --print-architecture)
arch=$host newest='' update='' tag='' only_rootfs=''

# What is taken out of each package, by shell patterns below usr/lib/TRIPLE or lib/TRIPLE.
libraries='gcc-12-base libc6 libgcc-s1 libstdc++6 zlib1g libelf1 libbpf1 libcapstone4 libbpfcc'
files='ld-linux-*.so.* libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libutil.so.1
  libgcc_s.so.1 libstdc++.so.6* libz.so.1* libelf.so.1 libelf-*.so libbpf.so.1* libcapstone.so.4
  libbcc_bpf.so.0*'
# jdk.unsupported: sun.misc.Signal, netty; jdk.crypto.ec: TLS; java.net.http: the client of the
# Kubernetes API and of Prometheus; jdk.management: the agent's CPU time. Not needed are java.xml,
# java.naming and java.sql, which logback and Jackson name for uses that graydiff does not make of them.
modules=java.base,java.logging,java.management,java.net.http,jdk.crypto.ec,jdk.management,jdk.unsupported

say() { echo "image: $*" >&2; }
fail() {
  say "$@"
  exit 2
}

# shellcheck source=deploy/setup/debian-archive.sh
. "$home/deploy/setup/debian-archive.sh"

while [ $# -gt 0 ]; do
  case $1 in
    --arch) arch=${2:?--arch needs amd64 or arm64} && shift ;;
    --tag) tag=${2:?--tag needs a name} && shift ;;
    --newest) newest=yes ;;
    --update) newest=yes update=yes ;;
    --rootfs)
      only_rootfs=${2:?--rootfs needs a directory} && shift
      newest=yes pool=$cache/image/newest
      ;;
    *) fail "unknown option $1; usage: deploy/image/build.sh [--arch ARCH] [--tag NAME] [--newest | --update] [--rootfs DIR]" ;;
  esac
  shift
done
case $arch in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
  *) fail "no recipe for $arch; there is one for amd64 and arm64" ;;
esac
tools=(mvn clang llvm-strip ld.lld)
[ -n "$only_rootfs" ] || tools+=(buildah)
for tool in "${tools[@]}"; do
  command -v "$tool" >/dev/null || fail "$tool is missing; run: apt-get install buildah maven clang llvm lld"
done
need_debian_archive

# Fetches the packages of an architecture into $pool/ARCH, each as its pin says.
fetch() {
  local of=$1 pins=$here/packages-$1.txt state=$pool/apt-$1 to=$pool/$1 name version
  mkdir -p "$to"
  if [ -n "$newest" ] && [ -z "$update" ]; then pins=$to/packages.txt; fi
  if [ -z "$newest" ] && (cd "$to" && pinned | sha256sum --quiet -c --status) 2>/dev/null; then return; fi
  say "fetching packages for $of"
  configure_apt bookworm "$state"
  local archive
  archive=$(mirror)
  echo "deb [signed-by=$keyring] ${archive%/debian*}/debian-security bookworm-security main" >>"$state/sources.list"
  sed -i '/^deb-src/d' "$state/sources.list"
  echo "APT::Architecture \"$of\"; APT::Architectures { \"$of\"; };" >>"$state/apt.conf"
  (
    export APT_CONFIG=$state/apt.conf
    cd "$to"
    apt-get -qq update
    if [ -n "$newest" ]; then
      for name in $libraries linux-libc-dev ca-certificates openjdk-17-jdk-headless openjdk-17-jre-headless; do
        apt-cache show --no-all-versions "$name" |
          awk -v name="$name" '/^Version: / { v = $2 } /^SHA256: / { s = $2 } END { print name, v, s }'
      done >"$pins"
    fi
    rm -f -- *.deb
    while read -r name version _; do
      apt-get -qq download "$name=$version" || fail "$name $version is gone from this mirror; take a snapshot (GRAYDIFF_DEBIAN_MIRROR), --newest or --update"
      mv "${name}"_*.deb "$name.deb"
    done < <(pins)
    pinned | sha256sum --quiet -c
  ) >&2
  rm -rf "$state"
}

# The lines of the file of pins that are needed: headers of the kernel, of which the mirror drops the
# old ones soonest, are for building for another architecture alone.
pins() {
  if [ "$of" = "$host" ]; then grep -v '^linux-libc-dev ' "$pins"; else cat "$pins"; fi
}

# They as lines for sha256sum -c.
pinned() {
  pins | awk '{ print $3 "  " $1 ".deb" }'
}

unpack() {
  mkdir -p "$2"
  dpkg-deb -x "$pool/$1" "$2"
}

# The libraries, their licences, and what scanners for vulnerabilities read.
add_libraries() {
  local name pattern file
  for name in $libraries; do
    unpack "$arch/$name.deb" "$work/packages"
    install -D -m 644 "$work/packages/usr/share/doc/$name/copyright" -t "$rootfs/usr/share/doc/$name"
    mkdir -p "$rootfs/var/lib/dpkg/status.d"
    dpkg-deb -f "$pool/$arch/$name.deb" >"$rootfs/var/lib/dpkg/status.d/$name"
  done
  mkdir -p "$rootfs/usr/lib/$machine-linux-gnu"
  ln -s usr/lib "$rootfs/lib"
  for pattern in $files; do
    for file in "$work"/packages/{usr/lib,lib}/"$machine-linux-gnu"/$pattern; do
      [ ! -e "$file" ] || cp -P "$file" "$rootfs/usr/lib/$machine-linux-gnu/"
    done
  done
  if [ "$arch" = amd64 ]; then
    mkdir "$rootfs/usr/lib64" && ln -s usr/lib64 "$rootfs/lib64"
    ln -s "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" "$rootfs/usr/lib64/"
  else
    ln -s aarch64-linux-gnu/ld-linux-aarch64.so.1 "$rootfs/usr/lib/"
  fi
}

add_java() {
  local jdk jmods
  for name in openjdk-17-jdk-headless openjdk-17-jre-headless; do unpack "$host/$name.deb" "$work/host"; done
  jdk=$(echo "$work"/host/usr/lib/jvm/java-17-openjdk-*)
  # Debian's configuration is a link to /etc; the tools below need it where they are.
  cp -r "$work"/host/etc/java-17-openjdk/. "$work/host/etc/" && ln -sfn "$work/host/etc/java-17-openjdk" "$jdk/conf"
  rm -rf "$jdk/lib/security" && mkdir -p "$jdk/lib/security"
  if [ "$arch" = "$host" ]; then jmods=$jdk/jmods; else
    unpack "$arch/openjdk-17-jdk-headless.deb" "$work/target"
    jmods=$(echo "$work"/target/usr/lib/jvm/java-17-openjdk-*/jmods)
  fi
  JAVA_HOME=$jdk "$jdk/bin/jlink" --module-path "$jmods" --add-modules "$modules" --output "$rootfs/opt/java" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 \
    --exclude-files='/java.base/lib/classlist,/java.base/lib/jrt-fs.jar,/java.base/lib/jexec'
  find "$rootfs/opt/java" -name '*.so' -exec llvm-strip --strip-unneeded {} +
  unpack "$arch/ca-certificates.deb" "$work/certificates"
  mkdir -p "$rootfs/opt/java/lib/security"
  find "$work/certificates/usr/share/ca-certificates" -name '*.crt' -exec cp -t "$work" {} +
  "$java_home/bin/java" -Dkeystore.pkcs12.certProtectionAlgorithm=NONE -Dkeystore.pkcs12.macAlgorithm=NONE \
    "$here/TrustStore.java" "$work" "$rootfs/opt/java/lib/security/cacerts"
}

add_graydiff() {
  local to=$rootfs/opt/graydiff target=$home/daemon/target
  say "building graydiff"
  (cd "$home" && mvn -B -q -Dmaven.test.skip=true package) >&2
  mkdir -p "$to/lib" "$to/native" "$rootfs/etc" "$rootfs/tmp"
  cp "$target/graydiff.jar" "$home/deploy/setup/java.options" "$to/"
  cp "$target"/lib/*.jar "$to/lib/"
  # The libraries that jffi and JLine would unpack into a folder at run time, as files; no other
  # platform's.
  rm -f "$to"/lib/jffi-*-native.jar
  cp "$target/native/jni/$machine-Linux/libjffi-1.2.so" \
    "$target/native/org/jline/nativ/Linux/${machine/aarch64/arm64}/libjlinenative.so" "$to/native/"
  # All that comes before graydiff's own arguments, as one file: there is no shell for a script.
  { cat "$home/deploy/setup/java.options" && echo '-Djffi.boot.library.path=/opt/graydiff/native
-Dlibrary.jline.path=/opt/graydiff/native
-cp /opt/graydiff/graydiff.jar:/opt/graydiff/lib/*
io.graydiff.app.Main'; } >"$to/run"
  if [ "$arch" != "$host" ]; then
    unpack "$arch/linux-libc-dev.deb" "$work/headers"
    make --silent -C "$home/bpf" MACHINE="$machine" INCLUDE="$work/headers/usr/include/$machine-linux-gnu" \
      OUT="$work/bpf-classes/bpf"
    (cd "$work/bpf-classes" && TZ=UTC find . -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} + &&
      "$java_home/bin/jar" --update --date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" \
        --file "$to/graydiff.jar" bpf)
  fi
  echo 'root:x:0:0:root:/:/nologin
graydiff:x:65532:65532:graydiff:/:/nologin' >"$rootfs/etc/passwd"
  echo 'root:x:0:
graydiff:x:65532:' >"$rootfs/etc/group"
  echo 'hosts: files dns' >"$rootfs/etc/nsswitch.conf"
  cp "$home/LICENSE" "$to/"
}

# Every library that a file in the image asks for has to be in it.
check_libraries() {
  local missing
  missing=$(find "$rootfs" \( -name '*.so*' -o -path '*/bin/*' -o -name jspawnhelper \) -type f \
    -exec llvm-readelf -d {} + 2>/dev/null | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sort -u |
    while read -r name; do
      [ -n "$(find "$rootfs" -name "$name" -print -quit)" ] || echo "$name"
    done)
  [ -z "$missing" ] || fail "the image lacks: $missing"
}

# shellcheck source=deploy/setup/packages.sh
. "$home/deploy/setup/packages.sh"
find_java 17 javac || fail "no JDK 17 or later; install openjdk-17-jdk-headless or set JAVA_HOME"
export JAVA_HOME=$java_home
SOURCE_DATE_EPOCH=$(date -d "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)<.*|\1|p' "$home/pom.xml")" +%s)
export SOURCE_DATE_EPOCH

umask 022
fetch "$arch"
[ "$arch" = "$host" ] || fetch "$host"
mkdir -p "$here/out"
work=$(mktemp -d "$here/out/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
rootfs=$work/context/rootfs
mkdir -p "$rootfs"
add_libraries
add_java
add_graydiff
chmod -R u=rwX,go=rX "$rootfs"
chmod 1777 "$rootfs/tmp"
check_libraries
say "$(du -sm "$rootfs" | cut -f1) MB in $(find "$rootfs" -type f | wc -l) files"
if [ -n "$only_rootfs" ]; then
  rm -rf "$only_rootfs"
  mv "$rootfs" "$only_rootfs"
  exit
fi
name=${tag:-localhost/graydiff-build:$arch}
buildah build --quiet --platform "linux/$arch" --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" \
  --format oci --no-cache --file "$here/Containerfile" --tag "$name" "$work/context" >/dev/null
rm -f "$here/out/graydiff-$arch.tar"
buildah push --quiet --format oci --digestfile "$work/digest" "$name" "oci-archive:$here/out/graydiff-$arch.tar"
[ -n "$tag" ] || buildah rmi "$name" >/dev/null
say "$(du -m "$here/out/graydiff-$arch.tar" | cut -f1) MB compressed: deploy/image/out/graydiff-$arch.tar"
cat "$work/digest"
echo
