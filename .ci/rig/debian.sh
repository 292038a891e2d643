# Debian packages for .ci/rig/install.sh, which reads this file and .ci/newer-suite.sh.
# shellcheck shell=bash disable=SC2164 # the reader stops at any error

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

# unpack FOLDER DEB...
unpack() {
  local folder=$1 deb
  shift
  mkdir -p "$folder"
  for deb; do
    dpkg -x "$deb" "$folder"
  done
}

unpack_tools() {
  local staging=$1 packages
  mkdir -p "$staging"/debs/{tools,go}
  write_newer_apt "$staging/apt"
  (
    cd "$staging/debs/tools"
    read -ra packages <<<"$RIG_BASE_PACKAGES"
    download download "${packages[@]}"
    read -ra packages <<<"$RIG_NEWER_PACKAGES"
    download -c "$staging/apt/apt.conf" update
    download -c "$staging/apt/apt.conf" download "${packages[@]}"
    cd ../go
    read -ra packages <<<"$GO_PACKAGES"
    download -c "$staging/apt/apt.conf" download "${packages[@]}"
  )
  unpack "$staging/root" "$staging"/debs/tools/*.deb
  unpack "$staging/go" "$staging"/debs/go/*.deb
}
