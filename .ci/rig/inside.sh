#!/usr/bin/env bash
# .ci/rig/inside.sh WORK TOOLS COMMAND [ARGUMENT...]
# The half of .ci/rig/run.sh that runs in the namespaces: it prepares them, starts the parts and then COMMAND.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/rig/names.sh
. "$here/names.sh"
# shellcheck source=.ci/rig/parts.sh
. "$here/parts.sh"

fail() {
  printf 'rig: %s\n' "$*" >&2
  exit 1
}

# What is written to FOLDER from now on is gone with the rig; what the machine has there stays visible.
make_private() {
  local folder=$1 layers=$work/private$1
  mkdir -p "$layers"/{upper,work}
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$layers/upper,workdir=$layers/work" "$folder"
}

# Host names, certificates, and the two places where dockerd and containerd leave folders whatever their settings.
prepare_mounts() {
  local host machine_hosts
  machine_hosts=$(</etc/hosts) # in a container a mount of its own, which the overlay would hide
  mount -t tmpfs tmpfs "$work/private" # an overlay cannot lie on an overlay, which a container's /tmp may be
  mount -t tmpfs tmpfs /run
  make_private /opt
  make_private /etc
  printf '%s\n' "$machine_hosts" "${registries[@]}" "${front_ends[@]}" >/etc/hosts
  for host in $(ecr_hosts); do
    mkdir -p "/etc/docker/certs.d/$host"
    cp "$work/tls/registry.crt" "/etc/docker/certs.d/$host/ca.crt"
  done
  # What installing openssh-server would have made: the unprivileged user, and the folder it is locked into.
  grep -q '^sshd:' /etc/passwd || printf 'sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n' >>/etc/passwd
  mkdir -m 755 /run/sshd
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
  export ECR_RIG_KUSTOMIZES="$tools/kustomize"
  export ECR_RIG_PYTHON="$tools/moto/bin/python"
  export HOME="$work/home" TMPDIR="$work/tmp"
  export DOCKER_HOST="unix://$work/docker.sock"
  export ECR_RIG=1
  export ECR_RIG_DOCKER_CONFIG="$HOME/.docker"
  export ECR_RIG_CA="$work/tls/registry.crt" ECR_RIG_KEY="$work/tls/registry.key"
  export ECR_RIG_FRONT_ENDS="${front_ends[*]/ /=}"
  export ECR_RIG_BUILDKIT_ADDRESS=$buildkit_address ECR_RIG_BUILDKIT_NAME=$buildkit_name
  export ECR_RIG_BUILDKIT_CA="$work/tls/buildkit-ca.crt"
  export ECR_RIG_BUILDKIT_CERT="$work/tls/buildkit-client.crt" ECR_RIG_BUILDKIT_KEY="$work/tls/buildkit-client.key"
  export ECR_RIG_BUILDKIT_CONFIG="$work/buildkitd.toml"
  export ECR_RIG_HOSTILE_FRONTEND="$tools/usr/bin/hostile-frontend"
  ECR_RIG_HOSTS=$(ecr_hosts)
  export ECR_RIG_HOSTS=${ECR_RIG_HOSTS% }
  export ECR_RIG_REGISTRY_ADDRESS="${registries[0]%% *}:443"
  ECR_RIG_REGISTRY_PASSWORD=${ECR_RIG_REGISTRY_PASSWORD:-$(openssl rand -hex 32)}
  export ECR_RIG_REGISTRY_PASSWORD
  # The caller's docker set-up must not leak in; npm must not look for a newer npm without a network.
  unset DOCKER_CONFIG DOCKER_CONTEXT DOCKER_CERT_PATH DOCKER_TLS_VERIFY BUILDX_BUILDER BUILDX_CONFIG BUILDKIT_HOST
  export npm_config_update_notifier=false
}

main() {
  local line
  work=$1 tools=$2
  shift 2
  trap 'exit 143' TERM # process 1 of its namespace ignores what it does not trap
  export_environment
  busybox ip link set lo up
  prepare_mounts
  write_docker_config
  htpasswd -niB AWS <<<"$ECR_RIG_REGISTRY_PASSWORD" >"$work/htpasswd"
  for line in "${registries[@]}"; do
    start_registry "${line%% *}"
  done
  start_buildkitd
  start_dockerd
  "$@"
}

main "$@"
