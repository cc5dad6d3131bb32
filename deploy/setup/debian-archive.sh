# shellcheck shell=bash
# Reads Debian's archive without touching the system: apt with its own sources, lists and cache, no
# root needed. Sourced by scripts that unpack packages privately, which define cache (a directory) and
# fail (one line, exit 2).

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Ends where this machine cannot read Debian's archive.
need_debian_archive() {
  local tool
  for tool in apt-get dpkg-deb flock; do
    command -v "$tool" >/dev/null || fail "$tool is missing; this script needs Debian or Ubuntu"
  done
  [ -e "$keyring" ] || fail "$keyring is missing; install debian-archive-keyring"
}

# GRAYDIFF_DEBIAN_MIRROR, or the first Debian mirror that apt of this machine names.
mirror() {
  local found=${GRAYDIFF_DEBIAN_MIRROR:-}
  # shellcheck disable=SC2016  # apt expands it
  [ -n "$found" ] || found=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' |
    grep -m1 '/debian/*$' || true)
  [ -n "$found" ] ||
    fail "apt of this machine names no Debian mirror; set GRAYDIFF_DEBIAN_MIRROR to one"
  echo "$found"
}

# Writes an apt configuration below directory $2 that knows suite $1 only; its apt.conf is for
# APT_CONFIG. Proxy and similar settings of the machine are kept, its sources, preferences and hooks
# are not read.
configure_apt() {
  local suite=$1 state=$2 type
  mkdir -p "$state"/{parts,preferences,lists/partial,cache/archives/partial}
  : >"$state/status"
  for type in deb deb-src; do
    echo "$type [signed-by=$keyring] $(mirror) $suite main"
  done >"$state/sources.list"
  {
    apt-config dump Acquire
    cat <<END
Dir::Etc::parts "$state/parts";
Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "$state/parts";
Dir::Etc::preferences "$state/none";
Dir::Etc::preferencesparts "$state/preferences";
Dir::State::status "$state/status";
Dir::State::lists "$state/lists";
Dir::Cache "$state/cache";
Acquire::Languages "none";
APT::Sandbox::User "";
END
  } >"$state/apt.conf"
}
