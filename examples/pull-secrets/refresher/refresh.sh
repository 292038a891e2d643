#!/bin/bash
# Gets a password of Amazon ECR for every registry in the list and puts it into the pull secrets that the list names.
# A registry or a namespace that fails does not keep the others from being refreshed, and the run fails all the same.
#
# A secret is replaced by one request (server-side apply), so there is no moment without it; nothing is ever deleted.
# Passwords and tokens are never arguments of a program, which everybody on a node can read, and never printed.
set -uo pipefail
umask 077
shopt -u patsub_replacement 2>/dev/null # bash 5.2 would read & in a value

registries=${REGISTRIES:-/etc/ecr-pull-secrets/registries}
identity=${SERVICE_ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
host=${KUBERNETES_SERVICE_HOST:?this is to run in a pod}
[[ $host != *:* ]] || host="[$host]"
server=https://$host:${KUBERNETES_SERVICE_PORT:-443}
manager=ecr-pull-secrets

name='[a-z0-9]([a-z0-9-]*[a-z0-9])?'
gap='[[:blank:]]+'
failures=()

say() { printf '%s %s\n' "$(date -u +%H:%M:%SZ)" "$*"; }

# fail WHAT WHY: to be told of at the end, when all the others have had their turn
fail() {
  say "FAILED $1: $2" >&2
  failures+=("$1: $2")
}

# host_of ACCOUNT REGION
host_of() {
  local suffix=amazonaws.com
  case $2 in
    cn-*) suffix=amazonaws.com.cn ;;
    eusc-*) suffix=amazonaws.eu ;;
    us-iso-*) suffix=c2s.ic.gov ;;
    us-isob-*) suffix=sc2s.sgov.gov ;;
  esac
  printf '%s.dkr.ecr.%s.%s' "$1" "$2" "$suffix"
}

# ask METHOD PATH TYPE BODY: prints the status of the answer. The answer itself holds the secret.
ask() {
  printf '%s' "$4" |
    curl --silent --show-error --max-time 20 --retry 3 --output /dev/null --write-out '%{http_code}' \
      --config <(printf 'header = "Authorization: Bearer %s"\n' "$(<"$identity/token")") --cacert "$identity/ca.crt" \
      --request "$1" --header "Content-Type: $3" --data-binary @- "$server$2"
}

# secret_of NAMESPACE SECRET HOST PASSWORD EXPIRES; PASSWORD is what ECR calls a token: base64 of "AWS:password"
secret_of() {
  local config
  config=$(printf '{"auths":{"%s":{"auth":"%s"}}}' "$3" "$4" | base64 -w 0)
  printf '{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson"'
  printf ',"metadata":{"namespace":"%s","name":"%s"' "$1" "$2"
  printf ',"labels":{"app.kubernetes.io/managed-by":"%s"}' "$manager"
  printf ',"annotations":{"%s/registry":"%s","%s/expires-at":"%s"}}' "$manager" "$3" "$manager" "$5"
  printf ',"data":{".dockerconfigjson":"%s"}}' "$config"
}

# why STATUS: what an answer of the API server means here
why() {
  case $1 in
    000) printf 'the API server did not answer' ;;
    401) printf 'the API server does not take the token of this service account' ;;
    403) printf 'no permission: the namespace is missing, or no Role and RoleBinding in it name this secret' ;;
    404) printf 'no such namespace' ;;
    422) printf 'refused as invalid: a secret of another type has that name, delete it once' ;;
    *) printf 'the API server answered %s' "$1" ;;
  esac
}

# put NAMESPACE SECRET HOST PASSWORD EXPIRES
put() {
  local status path="/api/v1/namespaces/$1/secrets/$2?fieldManager=$manager&force=true"
  status=$(ask PATCH "$path" application/apply-patch+yaml "$(secret_of "$@")")
  case $status in
    200 | 201) say "$1/$2 has a password of $3 until $5" ;;
    *) fail "$1/$2 ($3)" "$(why "${status:-000}")" ;;
  esac
}

# password_of REGION: prints the password and when it expires
password_of() {
  aws ecr get-authorization-token --region "$1" --output text --cli-connect-timeout 10 --cli-read-timeout 20 \
    --query 'authorizationData[0].[authorizationToken,expiresAt]'
}

# refresh SECRET ACCOUNT REGION NAMESPACE...
refresh() {
  local secret=$1 registry answer password expires namespace
  registry=$(host_of "$2" "$3")
  if ! answer=$(password_of "$3"); then
    fail "$registry" 'ECR gave no password, the log says why'
    return
  fi
  read -r password expires <<<"$answer"
  # Version 1 of the AWS CLI says it in seconds.
  [[ ! $expires =~ ^([0-9]+)(\.[0-9]+)?$ ]] || expires=$(date -u -d "@${BASH_REMATCH[1]}" +%Y-%m-%dT%H:%M:%SZ)
  if [[ ! $password =~ ^[A-Za-z0-9+/=]+$ || ! $expires =~ ^[0-9A-Za-z:.+-]+$ ]]; then
    fail "$registry" 'ECR gave something that is no password'
    return
  fi
  for namespace in "${@:4}"; do
    put "$namespace" "$secret" "$registry" "$password" "$expires"
  done
}

# An event at this pod, for `kubectl describe` and `kubectl get events`. That it cannot be made is no failure of its own.
tell() {
  local now message=${failures[*]}
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  [[ -n ${POD_NAME:-} && -n ${POD_NAMESPACE:-} ]] || return
  message=${message//[^A-Za-z0-9 .,:()\/_-]/?}
  ask POST "/api/v1/namespaces/$POD_NAMESPACE/events" application/json "$(
    printf '{"apiVersion":"v1","kind":"Event","metadata":{"generateName":"%s-"}' "$manager"
    printf ',"involvedObject":{"apiVersion":"v1","kind":"Pod","namespace":"%s"' "$POD_NAMESPACE"
    printf ',"name":"%s","uid":"%s"}' "$POD_NAME" "${POD_UID:-}"
    printf ',"type":"Warning","reason":"PullSecretNotRefreshed","message":"%s"' "${message:0:1000}"
    printf ',"source":{"component":"%s"},"count":1,"firstTimestamp":"%s","lastTimestamp":"%s"}' "$manager" "$now" "$now"
  )" >/dev/null || true
}

main() {
  local line number=0 named=0
  local -a words
  local IFS=$' \t\n'
  [[ -r $registries ]] || fail "$registries" 'there is no list of registries'
  while read -r line <&3 || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ $line && $line != '#'* ]] || continue
    if [[ ! $line =~ ^$name$gap[0-9]{12}$gap[a-z]+(-[a-z]+)+-[0-9]+($gap$name)+[[:blank:]]*$ ]]; then
      fail "line $number of the list" 'it is not SECRET ACCOUNT REGION NAMESPACE...'
      continue
    fi
    named=$((named + 1))
    read -ra words <<<"$line"
    refresh "${words[@]}"
  done 3<"$registries"
  ((named || ${#failures[@]})) || fail "$registries" 'it names no registry'
  ((${#failures[@]})) || return 0
  IFS=',' tell
  return 1
}

main
