#!/usr/bin/env bash
# What a workflow runs to deploy without the action: no process more than needed, no check, no second try.
# LOGIN: aws-cli or two-actions, else docker is logged in. IMAGE: to build, else none. REMOTE: to commit to, else none.
set -euo pipefail

# Sets session (key ID, secret key and token) and password (a command).
assume_role() {
  local answer
  case $LOGIN in
    aws-cli)
      answer=$(curl -sS -H "Authorization: Bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
        "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com")
      answer=${answer#*'"value":"'}
      session=$(aws sts assume-role-with-web-identity --role-arn "$ROLE" --role-session-name GitHubActions \
        --web-identity-token "${answer%%'"'*}" --output text \
        --query 'Credentials.[AccessKeyId, SecretAccessKey, SessionToken]')
      password=(aws ecr get-login-password)
      ;;
    two-actions)
      session=$(node "$ASSUME_ROLE")
      password=(node "$GET_PASSWORD")
      ;;
  esac
}

log_in() {
  assume_role
  read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$session"
  export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  "${password[@]}" | docker login --username AWS --password-stdin "${IMAGE%%/*}"
}

build() {
  docker buildx build --network=host --provenance=false --label="org.opencontainers.image.revision=$TAG" \
    --metadata-file="$METADATA" --push --tag="$IMAGE:$TAG" .
}

commit() {
  # shellcheck disable=SC2086 # options, or none
  git clone -q ${CLONE_OPTIONS:-} "$REMOTE" "$FOLDER"
  cd "$FOLDER"
  sed -i "s/newTag: .*/newTag: \"$TAG\"/" "$FILE"
  git commit -qam "deploy: $TAG"
  git push -q
}

[[ -z ${LOGIN:-} ]] || log_in
[[ -z ${IMAGE:-} ]] || build
[[ -z ${REMOTE:-} ]] || commit
