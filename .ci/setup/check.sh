#!/usr/bin/env bash
# Checks examples/setup as far as that goes without an account, a provider's binary or the Pulumi engine:
# Terraform by HashiCorp's own parser and formatter, its resources by the types of Pulumi, which are made from the schemas
# of the same providers, and its values by an evaluator; Pulumi by tsc and by running it with mocks. Both are given what
# README.md there tells people to set, and must make the same.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=.ci/versions.env
. "$here/../versions.env"
setup=$here/../../examples/setup
export PATH="$here/../../node_modules/.bin:$PATH" # the action's own Node
tools=${ECR_SETUP_TOOLS:-/var/cache/ecr-gitops-deploy-setup}

# installed FOLDER: prints where the packages of its lock file are. Each lock file is installed once.
installed() {
  local target
  target=$tools/$(sha256sum "$1/package-lock.json" | cut -c1-16)
  if [[ ! -e $target/complete ]]; then
    rm -rf "$target"
    mkdir -p "$target"
    cp "$1/package.json" "$1/package-lock.json" "$target"
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    touch "$target/complete"
  fi
  printf '%s\n' "$target/node_modules"
}

# evaluator: prints a Python that has what evaluates Terraform. Wheels only, as for the rig.
evaluator() {
  local target
  local -a packages
  read -ra packages <<<"$SETUP_PYTHON_PACKAGES"
  target=$tools/python-$(printf '%s' "$SETUP_PYTHON_PACKAGES" | sha256sum | cut -c1-16)
  if [[ ! -e $target/complete ]]; then
    rm -rf "$target"
    /usr/bin/python3 -m venv "$target"
    "$target/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps \
      --only-binary :all: "${packages[@]}" >&2
    touch "$target/complete"
  fi
  printf '%s\n' "$target/bin/python"
}

main() {
  local room
  mkdir -p "$tools"
  exec 9>"$tools/lock"
  flock 9
  room=$(mktemp -d)
  # shellcheck disable=SC2064 # the value of now
  trap "rm -rf '$room'" EXIT
  cp "$here"/*.mjs "$setup"/pulumi/*.ts "$setup"/pulumi/*.json "$room"
  # Two sets of packages: what checks, and what is checked.
  mkdir "$room/checks"
  mv "$room"/terraform*.mjs "$room/checks"
  ln -s "$(installed "$here")" "$room/checks/node_modules"
  ln -s "$(installed "$setup/pulumi")" "$room/node_modules"

  node "$room/checks/terraform.mjs" "$setup/terraform" >"$room/terraform-names.ts"
  "$room/node_modules/.bin/tsc" -p "$room"
  "$(evaluator)" "$here/terraform-values.py" "$setup/terraform" "$setup/README.md" >"$room/terraform.json"
  node "$room/pulumi.mjs" "$setup/README.md" "$room/terraform.json"
  printf 'the set-up is in order\n'
}

main
