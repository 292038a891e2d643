#!/usr/bin/env bash
# .ci/rig/run.sh COMMAND [ARGUMENT...]
# Runs COMMAND beside a real dockerd, a real buildkitd as if on another machine, and a real docker-registry that answers
# under ECR host names with TLS.
#
# Everything lives in namespaces of its own (mounts, processes, network), so the machine outside is not changed, two
# rigs can run at once, and nothing survives: when COMMAND ends, the kernel ends all the rest. The only network is
# loopback: a test that would talk to the real AWS or GitHub fails at once.
#
# COMMAND gets: docker, buildx, kustomize, helm, act, kube-apiserver, etcd first in PATH; DOCKER_HOST; a private HOME and
#   TMPDIR;
#   ECR_RIG=1                    the mark of the rig
#   ECR_RIG_HOSTS                the ECR host names, space separated
#   ECR_RIG_REGISTRY_ADDRESS     ADDRESS:PORT of the (first) registry
#   ECR_RIG_REGISTRY_PASSWORD    of its user AWS; taken from the caller when set (at most 72 bytes), else made up
#   ECR_RIG_CA, ECR_RIG_KEY      the certificate that every ECR host shows, to be trusted, and its key
#   ECR_RIG_FRONT_ENDS           ADDRESS=ECR_HOST ...: port 443 is free for a test's own front end of the registry
#   ECR_RIG_BUILDKIT_ADDRESS     ADDRESS:PORT of the buildkitd, which shows its certificate as ECR_RIG_BUILDKIT_NAME
#   ECR_RIG_BUILDKIT_CA, _CERT, _KEY  what its clients trust, and what they must show
#   ECR_RIG_BUILDKIT_CONFIG      its settings, for a buildkitd of a test's own (with --addr and --root)
#   ECR_RIG_HOSTILE_FRONTEND     a program that is a Dockerfile frontend, and tells all that it is given
#   ECR_RIG_SSHD                 a real sshd, to be started with ECR_RIG_SSHD_LIBRARIES as LD_LIBRARY_PATH
#   ECR_RIG_KUSTOMIZES           a folder that holds other versions of kustomize: VERSION/kustomize
#   ECR_RIG_PYTHON               a Python that has moto: `"$ECR_RIG_PYTHON" -m moto.server`
#   ECR_RIG_DOCKER_CONFIG        the docker configuration folder in HOME: finds buildx, holds no login
set -euo pipefail

grace_seconds=15 # for COMMAND to end after a signal

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/rig/names.sh
. "$here/names.sh"
tools=${ECR_RIG_TOOLS:-/var/cache/ecr-gitops-deploy-rig}/root

fail() {
  printf 'rig: %s\n' "$*" >&2
  exit 1
}

print_logs() {
  local log
  for log in "$1"/*.log; do
    [[ -s $log ]] || continue
    printf -- '--- rig: end of %s ---\n' "${log##*/}" >&2
    { grep -v 'loading plugin' "$log" || true; } | tail -n 40 >&2
  done
}

# Empty cgroups are the one trace that the namespaces do not take with them.
remove_cgroups() {
  find /sys/fs/cgroup -depth -type d -path "*/$1*" -exec rmdir {} + 2>/dev/null || true
}

clean_up() {
  local attempt
  [[ -z ${namespace:-} ]] || kill -KILL -- "-$namespace" 2>/dev/null || true
  for attempt in {1..50}; do # the last processes may still be dying
    rm -rf "$work" 2>/dev/null && break
    sleep 0.1
  done
  [[ ! -e $work ]] || printf 'rig: could not remove %s (%d attempts)\n' "$work" "$attempt" >&2
  remove_cgroups "$(basename "$work")"
}

on_signal() {
  signalled=$1 deadline=$((SECONDS + grace_seconds))
  kill -TERM -- "-$namespace" 2>/dev/null || true
}

# Sets status. A signal ends `wait` early; from then on COMMAND has the grace period to end by itself.
await_namespace() {
  while kill -0 "$namespace" 2>/dev/null; do
    if [[ -z $signalled ]]; then
      status=0
      wait "$namespace" || status=$?
    elif ((SECONDS < deadline)); then
      sleep 0.1
    else
      return 0
    fi
  done
}

main() {
  (($# > 0)) || fail 'usage: .ci/rig/run.sh COMMAND [ARGUMENT...]'
  ((EUID == 0)) || fail 'must run as root (namespaces, mounts, dockerd)'
  [[ -x $tools/usr/sbin/dockerd ]] || fail "no tools in $tools: run .ci/rig/install.sh first"

  local status=0
  namespace='' signalled=''
  work=$(mktemp -d "${TMPDIR:-/tmp}/ecr-rig.XXXXXX")
  trap clean_up EXIT
  mkdir "$work"/{home,logs,private,tls,tmp}
  make_registry_certificate "$work/tls"
  make_buildkit_certificates "$work/tls"

  # A job of its own (set -m) is a process group that signals can be passed on to. setpriv: should this script be
  # killed outright, the namespaces go too.
  set -m
  setpriv --pdeathsig KILL unshare --mount --pid --net --fork --kill-child --mount-proc \
    "$BASH" "$here/inside.sh" "$work" "$tools" "$@" </dev/null &
  namespace=$!
  set +m
  trap 'on_signal 130' INT
  trap 'on_signal 143' TERM
  trap 'on_signal 129' HUP
  await_namespace
  status=${signalled:-$status}

  ((status == 0)) || print_logs "$work/logs"
  exit "$status"
}

main "$@"
