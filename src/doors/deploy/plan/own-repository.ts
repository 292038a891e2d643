import type { Problem } from '../../../errors/errors.ts'
import type { ConfigInputs, GitRemote } from '../../../inputs/config-inputs.ts'
import { gitAddress } from '../../../names/git-host.ts'
import type { ConfigCredential } from '../../../plan/config.ts'
import { isOwnRepository, type Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'

/** Whether the config repository is the one that the run belongs to. */
export function isOwnConfig(remote: GitRemote, source: Source): boolean {
  if (remote.transport === 'slug') return isOwnRepository(remote.slug, source)
  const address = gitAddress(remote.url)
  if (!address || address.hostname !== new URL(source.serverUrl).hostname) return false
  return isOwnRepository(address.path.replace(/\.git$/, ''), source)
}

/** The credential of a run that commits to its own repository, where it is given none. */
export function ownCredential(
  { inputs, repository }: { readonly inputs: Inputs; readonly repository: GitRemote },
  source: Source,
): ConfigCredential | undefined {
  const { githubToken } = inputs
  if (githubToken === undefined || !takesToken(repository) || !isOwnConfig(repository, source))
    return undefined
  return { kind: 'token', token: githubToken, input: 'github-token' }
}

const takesToken = ({ transport }: GitRemote): boolean => transport === 'slug' || transport === 'https'

/** github-actions, whose installation token GITHUB_TOKEN is; since 2026 such tokens begin with the id of their App. */
const GITHUB_TOKEN = /^ghs_15368_/

/** GITHUB_TOKEN where it cannot commit: a public repository could be read with it, and only the push would fail. */
export function foreignTokenProblems(
  { token = '' }: Pick<ConfigInputs, 'token'>,
  remote: GitRemote,
  source: Source,
): readonly Problem[] {
  if (!GITHUB_TOKEN.test(token) || isOwnConfig(remote, source)) return []
  return [
    {
      code: 'INPUT_INVALID',
      inputs: ['config-token'],
      message: `config-token is the GITHUB_TOKEN of this job, which reaches no other repository than ${source.repository}`,
      hint: 'Set config-token to a fine-grained token, or to the token of a GitHub App, for the config repository; or give config-app-id and its key, or config-ssh-key, a deploy key of it.',
    },
  ]
}
