# Who is who in the rig, and the certificates that say so. Read by .ci/rig/run.sh and .ci/rig/inside.sh.
# shellcheck shell=bash

# One registry per line: its loopback address, then the ECR hosts it serves. Each has its own storage; a new line is
# all that a further one needs.
registries=(
  '127.0.0.9 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com 210987654321.dkr.ecr.eu-central-1.amazonaws.com'
)

# Addresses whose port 443 is free: a test puts a front end of its own there, between the engines and the registry.
# shellcheck disable=SC2034 # exported by inside.sh
front_ends=(
  '127.0.0.21 111111111121.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.22 111111111122.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.23 111111111123.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.24 111111111124.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.25 111111111125.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.26 111111111126.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.27 111111111127.dkr.ecr.eu-west-1.amazonaws.com'
  '127.0.0.28 111111111128.dkr.ecr.eu-west-1.amazonaws.com'
)

# shellcheck disable=SC2034
buildkit_address=127.0.0.8:8372
buildkit_name=buildkitd.rig

ecr_hosts() {
  local line
  local -a words
  for line in "${registries[@]}" "${front_ends[@]}"; do
    read -ra words <<<"$line"
    printf '%s ' "${words[@]:1}"
  done
}

# make_key FOLDER NAME OPENSSL_REQ_OPTION...: a certificate that is good for as long as any rig lives
make_key() {
  local folder=$1 name=$2
  shift 2
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$name" \
    -keyout "$folder/$name.key" -out "$folder/$name.crt" "$@" 2>/dev/null
}

# What the registries show, and what their clients trust: one and the same.
make_registry_certificate() {
  local folder=$1 names='' host line
  for line in "${registries[@]}" "${front_ends[@]}"; do
    names+=",IP:${line%% *}"
  done
  for host in $(ecr_hosts); do
    names+=",DNS:$host"
  done
  make_key "$folder" registry -addext "subjectAltName=${names#,}"
}

# An authority, and the two ends that it vouches for to each other.
make_buildkit_certificates() {
  local folder=$1
  local -a signed=(-CA "$folder/buildkit-ca.crt" -CAkey "$folder/buildkit-ca.key" -addext 'basicConstraints=critical,CA:FALSE')
  make_key "$folder" buildkit-ca
  make_key "$folder" buildkit-server "${signed[@]}" -addext "subjectAltName=DNS:$buildkit_name"
  make_key "$folder" buildkit-client "${signed[@]}"
}
