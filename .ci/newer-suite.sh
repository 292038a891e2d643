# To be sourced, with versions.env: packages of the newer Debian suite, to be unpacked and never installed.
# shellcheck shell=bash

# The archive that serves this machine's own suite also serves the newer one.
machine_mirror() {
  # shellcheck disable=SC2016 # $(REPO_URI) is apt's own placeholder
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' "Release: $RIG_BASE_SUITE" | sed -n 1p
}

# An apt of its own for the newer suite: the machine's sources, lists and cache stay as they are.
# Proxy, credentials and the like still come from the machine's configuration.
write_newer_apt() {
  local folder=$1 mirror
  mirror=$(machine_mirror)
  [[ -n $mirror ]] || fail "no apt source serves Debian $RIG_BASE_SUITE on this machine"
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  cat >"$folder/newer.sources" <<SOURCES
Types: deb
URIs: $mirror
Suites: $RIG_NEWER_SUITE
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
  cat >"$folder/apt.conf" <<CONF
Dir::Etc::sourcelist "$folder/newer.sources";
Dir::Etc::sourceparts "-";
Dir::State::Lists "$folder/lists";
Dir::Cache "$folder/cache";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
CONF
}

# `apt-get download` writes to the current folder; as root, because the folder is private.
download() {
  apt-get -qq -o APT::Sandbox::User=root "$@" >/dev/null
}
