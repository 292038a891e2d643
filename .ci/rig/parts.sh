# Starts the real parts, for .ci/rig/inside.sh, which reads this file and sets `work`.
# shellcheck shell=bash disable=SC2154

start_seconds=60 # for a part to answer

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
  (exec 3<>"/dev/tcp/$1/$2")
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
  tls: { certificate: $work/tls/registry.crt, key: $work/tls/registry.key }
auth:
  htpasswd: { realm: ecr-rig, path: $work/htpasswd }
CONFIG
  setsid docker-registry serve "$config" >"$work/logs/registry-$address.log" 2>&1 &
  wait_for "docker-registry on $address" $! accepts_connections "$address" 443
}

start_dockerd() {
  local config=$work/dockerd.json
  printf '{}\n' >"$config" # the machine's own /etc/docker/daemon.json must not count
  setsid dockerd --config-file "$config" --host "$DOCKER_HOST" --data-root "$work/docker" --exec-root "$work/exec" \
    --pidfile "$work/dockerd.pid" --cgroup-parent "/$(basename "$work")" \
    --iptables=false --ip6tables=false --bridge=none --ip-forward=false >"$work/logs/dockerd.log" 2>&1 &
  wait_for dockerd $! docker version
}

write_buildkit_config() {
  local host
  cat <<CONFIG
insecure-entitlements = ["network.host"]
[grpc.tls]
  cert = "$work/tls/buildkit-server.crt"
  key = "$work/tls/buildkit-server.key"
  ca = "$work/tls/buildkit-ca.crt"
[worker.containerd]
  enabled = false
[worker.oci]
  snapshotter = "native"
  networkMode = "host"
  defaultCgroupParent = "/$(basename "$work")"
CONFIG
  for host in $(ecr_hosts); do
    printf '[registry."%s"]\n  ca = ["%s"]\n' "$host" "$work/tls/registry.crt"
  done
}

# As on another machine: its own store, and no way in but TLS with a certificate on both sides.
start_buildkitd() {
  write_buildkit_config >"$ECR_RIG_BUILDKIT_CONFIG"
  setsid buildkitd --config "$ECR_RIG_BUILDKIT_CONFIG" --addr "tcp://$buildkit_address" --root "$work/buildkit" \
    >"$work/logs/buildkitd.log" 2>&1 &
  wait_for buildkitd $! accepts_connections "${buildkit_address%:*}" "${buildkit_address#*:}"
}
