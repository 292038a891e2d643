import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isolatedGitEnv } from '../../__tests__/support/git.ts'
import type { WriterGround, WriterTask } from '../../__tests__/support/writers.ts'

export interface LoopResult {
  landed: boolean
  ms: number
}

/** What workflows do without this action: five attempts, with pauses of 2, 4, 8 and 16 s between them. */
const LOOP = `set -e
git clone -q --depth=1 "$REMOTE" "$FOLDER"
cd "$FOLDER"
sed -i "/name: $NAME\\$/,/newTag/ s/newTag: \\"[^\\"]*\\"/newTag: \\"$TAG\\"/" "$FILE"
git commit -qam "deploy($NAME): $TAG

Correlation-Id: gh-$RUN_ID-1"
pause=2
for attempt in 1 2 3 4 5; do
  if git pull -q --rebase && git push -q; then exit 0; fi
  if [ $attempt = 5 ]; then exit 1; fi
  sleep $pause
  pause=$((pause * 2))
done
`

/** One writer of that kind per image and overlay; all of them start at once. */
export function runLoops(ground: WriterGround, tasks: readonly WriterTask[]): Promise<LoopResult[]> {
  return Promise.all(tasks.map((task) => runLoop(ground, task)))
}

async function runLoop(ground: WriterGround, task: WriterTask): Promise<LoopResult> {
  const folder = await mkdtemp(join(ground.temp, 'loop-'))
  const started = performance.now()
  const [image] = task.images
  const env = {
    ...isolatedGitEnv(),
    ...headerOf(ground),
    REMOTE: ground.remote,
    FOLDER: folder,
    NAME: image?.name ?? '',
    FILE: `${image?.overlays[0]}/kustomization.yaml`,
    TAG: task.commit,
    RUN_ID: task.id,
  }
  const child = spawn('sh', ['-c', LOOP], { env, stdio: 'ignore' })
  const [code] = (await once(child, 'exit')) as [number | null]
  const ms = performance.now() - started
  await rm(folder, { recursive: true })
  return { landed: code === 0, ms }
}

/** As actions/checkout hands the token to git. */
export function headerOf({ credential }: WriterGround): Record<string, string> {
  if (credential.kind !== 'token') return {}
  const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64')
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  }
}
