#!/usr/bin/env bash
# Makes the rig's tools available: Debian packages from the mirror that this machine already uses, moto from PyPI, and
# buildkitd, a hostile frontend of Dockerfiles, act, helm, kustomize in other versions and kube-apiserver from the Go
# module proxy.
# Packages with services are unpacked into a private folder instead of installed, so nothing is ever started or enabled.
# Idempotent; a second run only compares a stamp.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/versions.env
. "$here/../versions.env"
# shellcheck source=.ci/newer-suite.sh
. "$here/../newer-suite.sh"
# shellcheck source=.ci/rig/debian.sh
. "$here/debian.sh"
# shellcheck source=.ci/rig/kubernetes.sh
. "$here/kubernetes.sh"
tools=${ECR_RIG_TOOLS:-/var/cache/ecr-gitops-deploy-rig}

fail() {
  printf 'rig install: %s\n' "$*" >&2
  exit 1
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

# No Debian suite has them. The go.mod of buildkit excludes versions, which `go install PACKAGE@VERSION` refuses, so a
# module is built as the main one: its own go.sum then says which sources are the right ones. Proxy settings are the
# machine's.
# build_module STAGING BIN MODULE@VERSION PACKAGE VARIABLE: VARIABLE is where the program keeps its version
build_module() {
  local staging=$1 bin=$2 module=$3 package=$4 variable=$5
  local -x GOPATH=$staging/gopath GOCACHE=$staging/gocache GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-modcacherw
  local go
  go=$(printf '%s\n' "$staging"/go/usr/lib/go-*/bin/go)
  unset GOROOT
  {
    (cd "$staging" && "$go" mod download "$module") &&
      "$go" build -C "$GOPATH/pkg/mod/$module" -mod=readonly -trimpath -tags osusergo,netgo \
        -ldflags "-s -w -X $variable=${module##*@}" -o "$bin/" "$package"
  } 2>"$staging/go.log" || fail "$module was not built: $(tail -n 20 "$staging/go.log")" # hundreds of lines when all is well
}

install_go_programs() {
  local buildkit=github.com/moby/buildkit@$RIG_BUILDKIT_VERSION
  build_module "$1" "$2" "$buildkit" ./cmd/buildkitd github.com/moby/buildkit/version.Version
  # A program of ours, as one of the module's own: all that it imports is built by now, from sources that go.sum knows.
  # Of what lies in its module cache go keeps an index, which does not know the newcomer.
  cp -r "$here/hostile-frontend" "$1/gopath/pkg/mod/$buildkit/"
  GODEBUG=goindex=0 build_module "$1" "$2" "$buildkit" ./hostile-frontend main.version
  build_module "$1" "$2" "github.com/nektos/act@$RIG_ACT_VERSION" . main.version
  build_module "$1" "$2" "helm.sh/helm/v3@$RIG_HELM_VERSION" ./cmd/helm helm.sh/helm/v3/internal/version.version
  install_kustomizes "$1" "${2%/usr/bin}/kustomize"
  install_kube_apiserver "$1" "$2"
}

# Each in a folder of its own, named by its version.
install_kustomizes() {
  local version
  for version in $RIG_KUSTOMIZE_VERSIONS; do
    build_module "$1" "$2/$version" "sigs.k8s.io/kustomize/kustomize/v5@$version" . \
      sigs.k8s.io/kustomize/api/provenance.version
  done
}

# Unpacking asks for no dependencies: a library that the machine lacks must show here, not in the middle of a test.
show_versions() {
  local program
  for program in sbin/dockerd sbin/runc bin/containerd bin/docker bin/docker-registry bin/buildkitd bin/act; do
    "$1/usr/$program" --version | sed -n 1p
  done
  printf 'helm %s\n' "$("$1/usr/bin/helm" version --short)"
  "$1/usr/bin/kube-apiserver" --version
  "$1/usr/bin/etcd" --version | sed -n 1p
  for program in "$1"/kustomize/*/kustomize; do
    printf 'kustomize %s\n' "$("$program" version)"
  done
  "$1/usr/libexec/docker/cli-plugins/docker-buildx" version
  "$1/moto/bin/python" -c 'import moto.server; print("moto", moto.__version__)'
}

main() {
  local wanted staging
  local -a missing
  wanted=$(cat "$here"/../{versions.env,newer-suite.sh} "$here"/{debian.sh,kubernetes.sh,hostile-frontend/main.go} "${BASH_SOURCE[0]}" | sha256sum | cut -d ' ' -f 1)
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
  install_go_programs "$staging" "$staging/root/usr/bin"
  install_moto "$staging/root/moto"
  show_versions "$staging/root"
  mv "$staging/root" "$tools/root"
  printf '%s\n' "$wanted" >"$tools/stamp"
}

main
