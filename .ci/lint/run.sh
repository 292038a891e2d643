#!/usr/bin/env bash
# Lints every workflow of this repository: its own, the examples, and those in README.md and docs/. actionlint says whether
# they would run, zizmor whether they are safe; zizmor also reads action.yml and dependabot.yml.
# No shellcheck or pyflakes: whether they are installed would decide the result.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
export PATH="$PWD/node_modules/.bin:$PATH" # the action's own Node
programs=$("$here/install.sh")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node scripts/workflows.ts "$folder"
cd "$folder"

# Both, so that one run shows all findings.
status=0
"$programs/actionlint" -shellcheck= -pyflakes= -config-file "$here/actionlint.yaml" || status=$?
# Offline: the rules that ask GitHub would need a token, and give another answer tomorrow.
"$programs/zizmor" --offline --strict-collection --persona pedantic --config "$here/zizmor.yml" --quiet --no-progress . ||
  status=$?
((status == 0)) || exit "$status"
printf '%d workflows are in order\n' "$(find .github/workflows -type f | wc -l)"
