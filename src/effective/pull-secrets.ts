import type { RepositoryFiles } from './file.ts'
import type { Deployed } from './object.ts'
import type { PullSecrets } from './sites/pull-secret.ts'
import { pullSecretsOf } from './sites/pull-secret-sites.ts'

/** What pulls with secrets in what one place deploys, and what makes them there. */
export interface Pulls extends PullSecrets {
  readonly deployed: Deployed
}

/** Of every root that has to do with pull secrets. */
export function pullsOf(files: RepositoryFiles, deployed: readonly Deployed[]): readonly Pulls[] {
  if (!mentionPullSecrets(files)) return []
  return deployed
    .map((one) => ({ deployed: one, ...pullSecretsOf(one) }))
    .filter(({ uses, secrets, refreshers }) => uses.length + secrets.length + refreshers.length > 0)
}

/** Words of which each of them needs one. Looking for them costs far less than a walk through every object. */
const WORDS = ['imagePullSecrets', 'dockerconfigjson', 'dockercfg', 'docker-registry']

function mentionPullSecrets(files: RepositoryFiles): boolean {
  return files.paths.some((path) => {
    const text = files.file(path)?.text ?? ''
    return WORDS.some((word) => text.includes(word))
  })
}
