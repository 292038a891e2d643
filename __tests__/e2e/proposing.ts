// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { git } from '../support/git.ts'
import type { Pull } from '../support/github/pulls.ts'
import type { MainResult } from '../support/runner.ts'
import { must } from '../unit/builders.ts'
import { createScene, FILE, type Scene } from './scene.ts'

export const CONFIG = 'acme/platform-config'

/** What of a token lets it propose. */
export const PERMISSIONS = { contents: 'write', pull_requests: 'write', metadata: 'read' } as const

/** A config repository whose base takes changes by pull requests alone; branches are written by git, or by the API. */
export async function openProposing(via: 'git' | 'api' = 'git'): Promise<Scene> {
  const scene = await createScene({ checkoutDepth: 0 })
  scene.inputs.delivery = 'pull-request'
  const token = scene.github.addToken({ kind: 'installation', permissions: PERMISSIONS })
  scene.git.settings.tokens.set(token, [CONFIG])
  Object.assign(scene.tokens, { config: token })
  Object.assign(scene.inputs, { 'config-token': token, 'commit-via': via })
  await scene.github.protect(CONFIG, 'main', { pullRequest: true })
  return scene
}

/** A run of that commit of the service, whose image is there. */
export async function deployAt(
  scene: Scene,
  sha: string,
  inputs: Record<string, string> = {},
): Promise<MainResult> {
  await goTo(scene, sha)
  await scene.haveImage(sha)
  return scene.go(inputs, { sha })
}

/** The checkout is of that commit from now on. */
export async function goTo({ service, workspace: cwd }: Scene, sha: string): Promise<void> {
  await git(['fetch', '-q', service.directory, sha], { cwd })
  await git(['checkout', '-q', sha], { cwd })
}

/** A newer commit of the service. */
export const nextCommit = (scene: Scene, text: string): Promise<string> =>
  scene.service.commit({ files: { 'app.txt': `${text}\n` }, message: `Say ${text}` })

export const pullsOf = (scene: Scene): Promise<Pull[]> => scene.github.pulls(CONFIG)

export const onlyPull = async (scene: Scene): Promise<Pull> => {
  const pulls = await pullsOf(scene)
  if (pulls.length !== 1) throw new Error(`there are ${pulls.length} pull requests`)
  return must(pulls[0])
}

export const branchesOf = async (scene: Scene): Promise<string[]> =>
  (await git(['for-each-ref', '--format=%(refname:short)', 'refs/heads'], { cwd: scene.config.directory }))
    .split('\n')
    .toSorted()

/** The tag that the overlay has there. */
export const tagAt = async (scene: Scene, ref: string): Promise<string | undefined> =>
  /newTag: "?([^"\n]*)/.exec((await scene.config.file(FILE, ref)) ?? '')?.[1]
