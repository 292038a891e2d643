#!/usr/bin/env bash
# Makes the rig's tools available: Debian packages from the mirror that this machine already uses, and moto from PyPI.
# Packages with services are unpacked into a private folder instead of installed, so nothing is ever started or enabled.
# Idempotent; a second run only compares a stamp.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/versions.env
. "$here/../versions.env"
tools=${ECR_RIG_TOOLS:-/var/cache/ecr-gitops-deploy-rig}

fail() {
  printf 'rig install: %s\n' "$*" >&2
  exit 1
}

missing_packages() {
  local package
  for package in $RIG_SYSTEM_PACKAGES; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s\n' "$package"
  done
}

install_system_packages() {
  # --no-remove: better a clear stop than losing something of the machine's own (busybox-static displaces busybox).
  DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends --no-remove "$@" </dev/null >/dev/null
}

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

unpack_tools() {
  local staging=$1 packages deb
  mkdir -p "$staging/debs" "$staging/root"
  write_newer_apt "$staging/apt"
  (
    cd "$staging/debs"
    read -ra packages <<<"$RIG_BASE_PACKAGES"
    download download "${packages[@]}"
    read -ra packages <<<"$RIG_NEWER_PACKAGES"
    download -c "$staging/apt/apt.conf" update
    download -c "$staging/apt/apt.conf" download "${packages[@]}"
  )
  for deb in "$staging"/debs/*.deb; do
    dpkg -x "$deb" "$staging/root"
  done
}

# pip comes with the environment, and its settings (index, proxy) from the machine. Wheels only: no package runs code of
# its own while it is installed.
install_moto() {
  local -a packages
  read -ra packages <<<"$RIG_PYTHON_PACKAGES"
  /usr/bin/python3 -m venv "$1"
  "$1/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps --only-binary :all: "${packages[@]}"
  "$1/bin/python" -m pip check
}

# Unpacking asks for no dependencies: a library that the machine lacks must show here, not in the middle of a test.
show_versions() {
  local program
  for program in sbin/dockerd sbin/runc bin/containerd bin/docker bin/docker-registry; do
    "$1/usr/$program" --version | sed -n 1p
  done
  "$1/usr/libexec/docker/cli-plugins/docker-buildx" version
  "$1/moto/bin/python" -c 'import moto.server; print("moto", moto.__version__)'
}

main() {
  local wanted staging
  local -a missing
  wanted=$(sha256sum "$here/../versions.env" "${BASH_SOURCE[0]}" | cut -d ' ' -f 1)
  mkdir -p "$tools"
  exec 9>"$tools/lock"
  flock 9

  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)) && [[ -f $tools/stamp && $(<"$tools/stamp") == "$wanted" ]]; then
    return
  fi

  ((EUID == 0)) || fail 'must run as root to install what is missing'
  [[ $(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}") == "$RIG_BASE_SUITE" && $(uname -m) == x86_64 ]] ||
    fail "made for Debian $RIG_BASE_SUITE on x86-64"
  apt-get -qq update
  ((${#missing[@]} == 0)) || install_system_packages "${missing[@]}"

  staging=$tools/staging
  trap 'rm -rf "$tools/staging"' EXIT
  rm -rf "$staging" "$tools/stamp" "$tools/root"
  mkdir -m 700 "$staging" # an apt source may hold credentials
  unpack_tools "$staging"
  install_moto "$staging/root/moto"
  show_versions "$staging/root"
  mv "$staging/root" "$tools/root"
  printf '%s\n' "$wanted" >"$tools/stamp"
}

main
