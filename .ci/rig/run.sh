#!/usr/bin/env bash
# .ci/rig/run.sh COMMAND [ARGUMENT...]
# Runs COMMAND beside a real dockerd and a real docker-registry that answers under ECR host names with TLS.
#
# Everything lives in namespaces of its own (mounts, processes, network), so the machine outside is not changed, two
# rigs can run at once, and nothing survives: when COMMAND ends, the kernel ends all the rest. The only network is
# loopback: a test that would talk to the real AWS or GitHub fails at once.
#
# COMMAND gets: docker, buildx, kustomize first in PATH; DOCKER_HOST; a private HOME and TMPDIR;
#   ECR_RIG=1                    the mark of the rig
#   ECR_RIG_HOSTS                the ECR host names, space separated
#   ECR_RIG_REGISTRY_ADDRESS     ADDRESS:PORT of the (first) registry
#   ECR_RIG_REGISTRY_PASSWORD    of its user AWS; taken from the caller when set (at most 72 bytes), else made up
#   ECR_RIG_CA                   the certificate to trust
#   ECR_RIG_SSHD                 a real sshd, to be started with ECR_RIG_SSHD_LIBRARIES as LD_LIBRARY_PATH
#   ECR_RIG_PYTHON               a Python that has moto: `"$ECR_RIG_PYTHON" -m moto.server`
#   ECR_RIG_DOCKER_CONFIG        the docker configuration folder in HOME: finds buildx, holds no login
set -euo pipefail

# One registry per line: its loopback address, then the ECR hosts it serves. Each has its own storage; a new line is
# all that a further one needs.
registries=(
  '127.0.0.9 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com 210987654321.dkr.ecr.eu-central-1.amazonaws.com'
)
start_seconds=60 # for a part to answer
grace_seconds=15 # for COMMAND to end after a signal

self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$(basename "${BASH_SOURCE[0]}")
tools=${ECR_RIG_TOOLS:-/var/cache/ecr-gitops-deploy-rig}/root

fail() {
  printf 'rig: %s\n' "$*" >&2
  exit 1
}

# ---------------------------------------------------------------------------------------------- outside: set up, clean up

ecr_hosts() {
  local address hosts line
  for line in "${registries[@]}"; do
    read -r address hosts <<<"$line"
    printf '%s ' "$hosts"
  done
}

make_certificate() {
  local folder=$1 names='' host line
  for line in "${registries[@]}"; do
    names+=",IP:${line%% *}"
  done
  for host in $(ecr_hosts); do
    names+=",DNS:$host"
  done
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=ecr-rig' \
    -addext "subjectAltName=${names#,}" -keyout "$folder/tls.key" -out "$folder/ca.crt" 2>/dev/null
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

outside() {
  (($# > 0)) || fail 'usage: .ci/rig/run.sh COMMAND [ARGUMENT...]'
  ((EUID == 0)) || fail 'must run as root (namespaces, mounts, dockerd)'
  [[ -x $tools/usr/sbin/dockerd ]] || fail "no tools in $tools: run .ci/rig/install.sh first"

  local status=0
  namespace='' signalled=''
  work=$(mktemp -d "${TMPDIR:-/tmp}/ecr-rig.XXXXXX")
  trap clean_up EXIT
  mkdir "$work"/{home,logs,private,tmp}
  make_certificate "$work"

  # A job of its own (set -m) is a process group that signals can be passed on to. setpriv: should this script be
  # killed outright, the namespaces go too.
  set -m
  setpriv --pdeathsig KILL unshare --mount --pid --net --fork --kill-child --mount-proc \
    "$BASH" "$self" --inside "$work" "$@" </dev/null &
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

# ---------------------------------------------------------------------------------------------- inside the namespaces

# What is written to FOLDER from now on is gone with the rig; what the machine has there stays visible.
make_private() {
  local folder=$1 layers=$work/private$1
  mkdir -p "$layers"/{upper,work}
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$layers/upper,workdir=$layers/work" "$folder"
}

# Host names, certificates, and the two places where dockerd and containerd leave folders whatever they are told.
prepare_mounts() {
  local host machine_hosts
  machine_hosts=$(</etc/hosts) # in a container a mount of its own, which the overlay would hide
  mount -t tmpfs tmpfs "$work/private" # an overlay cannot lie on an overlay, which a container's /tmp may be
  mount -t tmpfs tmpfs /run
  make_private /opt
  make_private /etc
  printf '%s\n' "$machine_hosts" "${registries[@]}" >/etc/hosts
  for host in $(ecr_hosts); do
    mkdir -p "/etc/docker/certs.d/$host"
    cp "$work/ca.crt" "/etc/docker/certs.d/$host/ca.crt"
  done
  # What installing openssh-server would have made: the unprivileged user, and the folder it is locked into.
  grep -q '^sshd:' /etc/passwd || printf 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n' >>/etc/passwd
  mkdir -m 755 /run/sshd
}

# wait_for NAME PID CHECK...: until CHECK succeeds, but not longer than the process lives
wait_for() {
  local name=$1 pid=$2 deadline=$((SECONDS + start_seconds))
  shift 2
  until "$@" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || fail "$name ended before it answered"
    ((SECONDS < deadline)) || fail "$name did not answer within $start_seconds s"
    sleep 0.05
  done
}

accepts_connections() {
  (exec 3<>"/dev/tcp/$1/443")
}

# Starts the registry of one address; a session of its own keeps signals for COMMAND away from it.
start_registry() {
  local address=$1 config=$work/registry-$1.yml
  cat >"$config" <<CONFIG
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: $work/registry-$address }
  delete: { enabled: true }
http:
  addr: $address:443
  secret: $(openssl rand -hex 16)
  tls: { certificate: $work/ca.crt, key: $work/tls.key }
auth:
  htpasswd: { realm: ecr-rig, path: $work/htpasswd }
CONFIG
  setsid docker-registry serve "$config" >"$work/logs/registry-$address.log" 2>&1 &
  wait_for "docker-registry on $address" $! accepts_connections "$address"
}

start_dockerd() {
  local config=$work/dockerd.json
  printf '{}\n' >"$config" # the machine's own /etc/docker/daemon.json must not count
  setsid dockerd --config-file "$config" --host "$DOCKER_HOST" --data-root "$work/docker" --exec-root "$work/exec" \
    --pidfile "$work/dockerd.pid" --cgroup-parent "/$(basename "$work")" \
    --iptables=false --ip6tables=false --bridge=none --ip-forward=false >"$work/logs/dockerd.log" 2>&1 &
  wait_for dockerd $! docker version
}

write_docker_config() {
  mkdir -m 700 "$ECR_RIG_DOCKER_CONFIG"
  printf '{ "cliPluginsExtraDirs": ["%s"] }\n' "$tools/usr/libexec/docker/cli-plugins" >"$ECR_RIG_DOCKER_CONFIG/config.json"
  chmod 600 "$ECR_RIG_DOCKER_CONFIG/config.json"
}

export_environment() {
  export PATH="$tools/usr/bin:$tools/usr/sbin:$PATH"
  export ECR_RIG_SSHD="$tools/usr/sbin/sshd"
  export ECR_RIG_SSHD_LIBRARIES="$tools/usr/lib/x86_64-linux-gnu:$tools/lib/x86_64-linux-gnu"
  export ECR_RIG_PYTHON="$tools/moto/bin/python"
  export HOME="$work/home" TMPDIR="$work/tmp"
  export DOCKER_HOST="unix://$work/docker.sock"
  export ECR_RIG=1
  export ECR_RIG_DOCKER_CONFIG="$HOME/.docker"
  export ECR_RIG_CA="$work/ca.crt"
  ECR_RIG_HOSTS=$(ecr_hosts)
  export ECR_RIG_HOSTS=${ECR_RIG_HOSTS% }
  export ECR_RIG_REGISTRY_ADDRESS="${registries[0]%% *}:443"
  ECR_RIG_REGISTRY_PASSWORD=${ECR_RIG_REGISTRY_PASSWORD:-$(openssl rand -hex 32)}
  export ECR_RIG_REGISTRY_PASSWORD
  # The caller's docker set-up must not leak in; npm must not look for a newer npm without a network.
  unset DOCKER_CONFIG DOCKER_CONTEXT DOCKER_CERT_PATH DOCKER_TLS_VERIFY BUILDX_BUILDER BUILDX_CONFIG
  export npm_config_update_notifier=false
}

inside() {
  local line
  work=$1
  shift
  trap 'exit 143' TERM # process 1 of its namespace ignores what it does not trap
  export_environment
  busybox ip link set lo up
  prepare_mounts
  write_docker_config
  htpasswd -niB AWS <<<"$ECR_RIG_REGISTRY_PASSWORD" >"$work/htpasswd"
  for line in "${registries[@]}"; do
    start_registry "${line%% *}"
  done
  start_dockerd
  "$@"
}

if [[ ${1:-} == --inside ]]; then
  inside "${@:2}"
else
  outside "$@"
fi
