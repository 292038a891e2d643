# The API server of Kubernetes, for .ci/rig/install.sh, which reads this file and sets `tools`.
# shellcheck shell=bash disable=SC2154

# It takes longer to build than all other programs together, and nothing of it changes with them. So it is kept beside
# the tools under a name that says all it was made of, and a change to another part does not build it again.
kube_apiserver_home() {
  local made_of
  made_of=$(cat <(printf '%s\n' "$RIG_KUBERNETES_VERSION" "$GO_PACKAGES") "$here/kubernetes.sh" | sha256sum | cut -c1-12)
  printf '%s/kept/kube-apiserver-%s-%s\n' "$tools" "$RIG_KUBERNETES_VERSION" "$made_of"
}

# install_kube_apiserver STAGING BIN
install_kube_apiserver() {
  local home
  home=$(kube_apiserver_home)
  if [[ ! -x $home/kube-apiserver ]]; then
    build_kube_apiserver "$1" "$1/kubernetes"
    rm -rf "$tools/kept"
    mkdir -p "$tools/kept"
    mv "$1/kubernetes" "$home"
  fi
  cp --link "$home/kube-apiserver" "$2/"
}

# build_kube_apiserver STAGING FOLDER
# Its module names its own parts by folders that are not in it, so it cannot be the main module as those of
# build_module are: here it is the one dependency of a module that says where else they are. Its go.sum pins all but
# those parts, which go checks as it does the module itself.
build_kube_apiserver() {
  local staging=$1 folder=$2 version=$RIG_KUBERNETES_VERSION set=k8s.io/component-base/version minor
  local -x GOPATH=$staging/gopath GOCACHE=$staging/gocache GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS=-modcacherw
  local go module=$staging/apiserver-module
  go=$(printf '%s\n' "$staging"/go/usr/lib/go-*/bin/go)
  minor=${version#v1.}
  unset GOROOT
  mkdir -p "$module" "$folder"
  {
    (cd "$module" && "$go" mod download "k8s.io/kubernetes@$version") &&
      write_apiserver_module "$GOPATH/pkg/mod/k8s.io/kubernetes@$version" "$module" &&
      "$go" build -C "$module" -mod=mod -trimpath -tags osusergo,netgo -o "$folder/" \
        -ldflags "-s -w -X $set.gitVersion=$version -X $set.gitMajor=1 -X $set.gitMinor=${minor%%.*}" \
        k8s.io/kubernetes/cmd/kube-apiserver
  } 2>"$staging/go.log" || fail "kube-apiserver $version was not built: $(tail -n 20 "$staging/go.log")"
}

# write_apiserver_module SOURCES FOLDER
write_apiserver_module() {
  local version=$RIG_KUBERNETES_VERSION
  {
    printf 'module rig\n\n%s\n\nrequire k8s.io/kubernetes %s\n\n' "$(grep '^go ' "$1/go.mod")" "$version"
    sed -n "s|^\t\(k8s.io/[a-z-]*\) => ./staging/src/k8s.io/.*|replace \1 => \1 v0.${version#v1.}|p" "$1/go.mod"
  } >"$2/go.mod"
  cp "$1/go.sum" "$2/go.sum"
  chmod u+w "$2/go.sum"
}
