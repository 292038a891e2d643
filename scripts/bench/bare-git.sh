#!/usr/bin/env bash
# What git alone takes for a step that commits: the same commands, one after another, with nothing in between.
# REMOTE is cloned to FOLDER, and FILE of it is written.
set -euo pipefail

git status --porcelain=v2 --branch --no-ahead-behind --untracked-files=no >/dev/null
git clone --quiet --bare --depth=1 --no-tags --single-branch --template= -- "$REMOTE" "$FOLDER"
export GIT_DIR="$FOLDER"
answer=$(printf 'HEAD\nHEAD:%s\n' "$FILE" | git cat-file --batch)
tip=${answer%% *}
commit=$(
  git fast-import --quiet --force --done <<END
commit refs/deploy/next
mark :1
committer Bench <bench@example.com> 1700000000 +0000
data 5
Bench
from $tip
M 100644 inline $FILE
data 4
new

get-mark :1
done
END
)
git push --quiet --no-verify "--force-with-lease=refs/heads/main:$tip" origin "$commit:refs/heads/main"
