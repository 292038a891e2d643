import type { Step } from '../../action.ts'
import type { ApiRepository } from '../../config-repository/api/api-repository.ts'
import { GitRepository } from '../../config-repository/git/git-repository.ts'
import type { BranchWriter, ConfigRepository } from '../../config-repository/repository.ts'
import type { CommitVia, ConfigPlan } from '../../plan/config.ts'
import type { Source } from '../../source/source.ts'
import { type CredentialPorts, type OpenCredential, openCredential } from './credential/open-credential.ts'

/** A repository that can begin while whoever will read is still being loaded. */
export interface OpenedRepository extends ConfigRepository {
  /** Ends when nothing is at work that has the credential in a file. */
  begin(): Promise<void>
}

/** The config repository, and what a pull request in it takes besides. */
export interface OpenedConfig {
  readonly repository: OpenedRepository
  readonly branches: () => Promise<BranchWriter>
  readonly access: OpenCredential
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
): Promise<OpenedConfig> {
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
  const opened = { access: credential }
  if (config.credential.kind !== 'none') log.info(wayOf(via))
  if (via.kind === 'git') {
    const repository = git()
    return { ...opened, repository, branches: () => gitBranches(repository) }
  }
  const { ApiRepository } = await import('../../config-repository/api/api-repository.ts')
  const repository = new ApiRepository(config, via, { ...access, log, git })
  return { ...opened, repository, branches: () => apiBranches(repository) }
}

async function gitBranches(repository: GitRepository): Promise<BranchWriter> {
  const { GitBranches } = await import('../../config-repository/git/git-branches.ts')
  return new GitBranches(repository)
}

async function apiBranches(repository: ApiRepository): Promise<BranchWriter> {
  const { ApiBranches } = await import('../../config-repository/api/api-branches.ts')
  return new ApiBranches(repository)
}

function wayOf(via: CommitVia): string {
  if (via.kind === 'git') return `The config repository is written by git: ${via.reason}.`
  const signs = via.unsigned
    ? "does not sign what a person's token puts on the branch of a pull request"
    : 'signs the commit (Verified)'
  return `The config repository is written through GitHub's API, which ${signs}: ${via.reason}.`
}
