#!/usr/bin/env bash
# The extract of GitHub's description that the tests check requests and answers by is what the description says.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export PATH="$PWD/node_modules/.bin:$PATH" # the action's own Node
npm ci --prefix .ci/github --no-audit --no-fund
node scripts/github-description.ts --check
