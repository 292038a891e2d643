#!/usr/bin/env bash
# Makes actionlint and zizmor available and prints the folder of both. actionlint is built from the Go module proxy, which
# Go's checksum database vouches for, with Debian's own Go, unpacked for the build and thrown away; zizmor is a wheel from
# PyPI with one program in it. Idempotent.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/versions.env
. "$here/../versions.env"
# shellcheck source=.ci/newer-suite.sh
. "$here/../newer-suite.sh"
tools=${ECR_LINT_TOOLS:-/var/cache/ecr-gitops-deploy-lint}

fail() {
  printf 'lint install: %s\n' "$*" >&2
  exit 1
}

unpack_go() {
  local staging=$1 deb
  local -a packages
  read -ra packages <<<"$GO_PACKAGES"
  mkdir -p "$staging/debs"
  write_newer_apt "$staging/apt"
  (
    cd "$staging/debs"
    download -c "$staging/apt/apt.conf" update
    download -c "$staging/apt/apt.conf" download "${packages[@]}"
  )
  for deb in "$staging"/debs/*.deb; do
    dpkg -x "$deb" "$staging/root"
  done
}

# Caches go with the staging folder; the settings of the machine (proxy, checksum database) still apply.
build_actionlint() {
  local staging=$1 go
  go=$(printf '%s\n' "$staging"/root/usr/lib/go-*/bin/go)
  GOPATH=$staging/go GOCACHE=$staging/cache GOBIN=$staging/bin GOFLAGS='-modcacherw -trimpath' GOTOOLCHAIN=local \
    "$go" install "$LINT_ACTIONLINT"
}

# pip comes with the environment, and its settings (index, proxy) from the machine. Only wheels: no package runs code of
# its own while it is installed.
install_zizmor() {
  local environment=$1/python
  /usr/bin/python3 -c 'import ensurepip' 2>/dev/null ||
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends --no-remove python3-venv </dev/null
  /usr/bin/python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps --only-binary :all: \
    "$LINT_ZIZMOR"
  mv "$environment/bin/zizmor" "$1/bin/zizmor"
}

main() {
  local programs staging=$tools/staging
  programs=$tools/${LINT_ACTIONLINT##*@}-${LINT_ZIZMOR##*==}
  mkdir -p "$tools"
  exec 9>"$tools/lock"
  flock 9
  if [[ ! -d $programs ]]; then
    trap 'rm -rf "$tools/staging"' EXIT
    rm -rf "$staging"
    mkdir -m 700 "$staging" # an apt source may hold credentials
    apt-get -qq update >&2
    unpack_go "$staging" >&2
    build_actionlint "$staging" >&2
    install_zizmor "$staging" >&2
    mv "$staging/bin" "$programs"
  fi
  printf '%s\n' "$programs"
}

main
