import type { Step } from '../../action.ts'
import { GitRepository } from '../../config-repository/git/git-repository.ts'
import type { ConfigRepository } from '../../config-repository/repository.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { Source } from '../../source/source.ts'
import { type CredentialPorts, openCredential } from './credential/open-credential.ts'

/** A repository that can begin while whoever will read is still being loaded. */
export interface OpenedRepository extends ConfigRepository {
  /** Ends when nothing is at work that has the credential in a file. */
  begin(): Promise<void>
}

interface AccessOptions extends Pick<Source, 'serverUrl' | 'apiUrl'> {
  /** Where the key of an App is in KMS. */
  readonly aws: Pick<CredentialPorts, 'credentialsOf'> | undefined
}

/** The config repository by git or through GitHub's API, as planned; what only one of them needs is loaded for it alone. */
export async function openRepository(
  step: Step,
  config: ConfigPlan,
  { serverUrl, apiUrl, aws }: AccessOptions,
): Promise<OpenedRepository> {
  const { workspace, environment, secrets, signal, log, watch } = step
  const { via } = config
  const where = { serverUrl, apiUrl, credentialsOf: aws?.credentialsOf }
  const credential = openCredential(config.credential, { ...step, ...where })
  const onMoved = (address: string) =>
    log.notice(
      `The config repository ${config.remote.label} has moved to ${address}: set config-repository to it. Its server redirects there still.`,
    )
  const access = { workspace, environment, secrets, signal, watch, onMoved, ...credential }
  const git = () => new GitRepository(config, access)
  if (config.credential.kind !== 'none') log.info(WAYS[via.kind](via.reason))
  if (via.kind === 'git') return git()
  const { ApiRepository } = await import('../../config-repository/api/api-repository.ts')
  return new ApiRepository(config, via, { ...access, log, git })
}

const WAYS = {
  git: (reason: string) => `The config repository is written by git: ${reason}.`,
  api: (reason: string) =>
    `The config repository is written through GitHub's API, which signs the commit (Verified): ${reason}.`,
}
