# shellcheck shell=bash
# What graydiff needs of the system, and how to get it. Sourced by graydiff and verify, which define
# say (a line for people on standard error), fail (one line, exit 2) and set no_install.

# Each line: what must be there, the Debian package that brings it. What must be there is a shared
# library (so:), a command (cmd:) or a file (file:); alternatives are separated by "|".
runtime_needs() {
  cat <<'END'
so:libbcc_bpf.so.0 libbpfcc
so:libbpf.so.1 libbpf1
so:libcapstone.so.4|so:libcapstone.so.5 libcapstone4|libcapstone5
END
}

build_needs() {
  cat <<END
cmd:mvn maven
cmd:make make
cmd:clang clang
cmd:llvm-strip llvm
file:/usr/include/bpf/bpf_helpers.h libbpf-dev
file:/usr/include/$(uname -m)-linux-gnu/asm/types.h|file:/usr/include/asm/types.h linux-libc-dev
END
}

jdk_needs() {
  echo "jdk:17 openjdk-17-jdk-headless|default-jdk-headless"
}

test_needs() {
  cat <<'END'
cmd:shellcheck shellcheck
cmd:promtool prometheus
cmd:systemd-analyze systemd
cmd:chromium chromium
cmd:chromedriver chromium-driver
END
}

bench_needs() {
  cat <<'END'
cmd:bpftrace bpftrace
cmd:cc gcc
cmd:curl curl
cmd:jq jq
cmd:wrk wrk
END
}

npm_needs() {
  cat <<'END'
cmd:node nodejs
cmd:npm npm
END
}

kernels_needs() {
  cat <<'END'
cmd:qemu-system-x86_64 qemu-system-x86
cmd:qemu-system-aarch64 qemu-system-arm
cmd:cpio cpio
cmd:ld.lld lld
END
}

node_needs() {
  cat <<'END'
cmd:buildah buildah
cmd:curl curl
cmd:ip iproute2
cmd:ld.lld lld
cmd:openssl openssl
cmd:prometheus prometheus
cmd:unshare util-linux
END
}

# Fills the array missing_packages from lines of needs on standard input.
find_missing() {
  local what packages libraries
  libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
  missing_packages=()
  while read -r what packages; do
    is_there "$what" "$libraries" || missing_packages+=("$packages")
  done
}

is_there() {
  local alternative alternatives
  IFS='|' read -ra alternatives <<<"$1"
  for alternative in "${alternatives[@]}"; do
    case $alternative in
      so:*) [[ $2 == *"${alternative#so:} "* ]] && return ;;
      cmd:*) command -v "${alternative#cmd:}" >/dev/null && return ;;
      file:*) [ -e "${alternative#file:}" ] && return ;;
      jdk:*) find_java "${alternative#jdk:}" javac && return ;;
    esac
  done
  return 1
}

# Sets java_home to a Java installation of at least the release $1 that has the command $2.
find_java() {
  local candidate command release
  for candidate in "${JAVA_HOME:-}" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v "$2" || true)" || true)")")" \
    /usr/lib/jvm/*; do
    command=$candidate/bin/$2
    [ -x "$command" ] || continue
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release" 2>/dev/null || true)
    if [ "${release:-0}" -ge "$1" ]; then
      # shellcheck disable=SC2034  # for the script that sources this
      java_home=$candidate java_release=$release
      return 0
    fi
  done
  return 1
}

# Installs missing_packages, or says how to and ends.
install_missing() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "missing: ${missing_packages[*]%%|*} (names of Debian packages); install what your distribution calls them"
  choose_alternatives
  local by_hand="apt-get install --no-install-recommends ${missing_packages[*]}"
  [ -z "$no_install" ] || fail "missing packages and --no-install was given; run: $by_hand"
  [ "$(id -u)" = 0 ] || fail "missing packages; run as root: $by_hand"
  say "installing system packages: ${missing_packages[*]}"
  apt_get install -y --no-install-recommends "${missing_packages[@]}" ||
    fail "apt-get could not install them: ${apt_complaint:-it said nothing}; run: $by_hand"
}

# Replaces alternatives "a|b" by the first that apt knows. Lists that are missing are fetched first.
choose_alternatives() {
  local i name names
  if [ -z "$no_install" ] && [ "$(id -u)" = 0 ] && ! lists_are_there; then
    say "fetching apt's package lists"
    # One source that cannot be reached need not matter: the installation will tell.
    apt_get update || say "apt-get update: ${apt_complaint:-it failed}"
  fi
  for i in "${!missing_packages[@]}"; do
    IFS='|' read -ra names <<<"${missing_packages[i]}"
    missing_packages[i]=${names[0]}
    for name in "${names[@]}"; do
      if apt_knows "$name"; then
        missing_packages[i]=$name
        break
      fi
    done
  done
}

lists_are_there() {
  local name
  for name in "${missing_packages[@]}"; do
    apt_knows "${name%%|*}" || apt_knows "${name##*|}" || return 1
  done
}

apt_knows() {
  [ -n "$(apt-cache --quiet=2 madison "$1" 2>/dev/null)" ]
}

# Runs apt-get without questions, waiting for another apt to end; its last error is in apt_complaint.
apt_get() {
  local log status=0
  log=$(mktemp)
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 \
    -o Acquire::Retries=3 "$@" >"$log" 2>&1 </dev/null || status=$?
  apt_complaint=$(grep '^E: ' "$log" | tail -n 1 || true)
  rm -f "$log"
  return "$status"
}
