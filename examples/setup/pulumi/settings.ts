/** What the set-up is for. */
export interface Settings {
  /** AWS account of the registry and of the role. */
  readonly accountId: string
  readonly region: string
  /** User or organisation of both repositories. */
  readonly githubOwner: string
  /** Both IDs: `gh api repos/acme/identity-service --jq '.owner.id, .id'`. */
  readonly githubOwnerId: string
  readonly serviceRepositoryId: string
  /** Names, without the owner. */
  readonly serviceRepository: string
  readonly configRepository: string
  /** Runs that get the role, as the end of the token's `sub`: a ref, or the environment of the job. */
  readonly trustedRuns: readonly string[]
  /** ECR repositories that the step pushes to. */
  readonly repositories: readonly string[]
  /** The workflow sets `create-repository`: the role may create the repositories, and they are not made here. */
  readonly stepCreatesRepositories: boolean
  /** Further accounts that may pull, such as those of the clusters. */
  readonly pullAccountIds: readonly string[]
  /** An account has one provider for GitHub at most: false where it is there already. */
  readonly createOidcProvider: boolean
}

const ACCOUNT = /^\d{12}$/
const ID = /^\d+$/
const NAME = /^[\w.-]+$/

const RULES: readonly (readonly [keyof Settings, RegExp, string])[] = [
  ['accountId', ACCOUNT, 'an account ID has 12 digits'],
  ['region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as ap-southeast-2'],
  ['githubOwner', /^[A-Za-z0-9-]+$/, 'the name alone, such as acme'],
  ['githubOwnerId', ID, 'gh api repos/OWNER/NAME --jq .owner.id prints it'],
  ['serviceRepositoryId', ID, 'gh api repos/OWNER/NAME --jq .id prints it'],
  ['serviceRepository', NAME, 'the name without its owner'],
  ['configRepository', NAME, 'the name without its owner'],
  [
    'trustedRuns',
    /^(ref:refs\/(heads|tags)\/|environment:)[^*?]/,
    'ref:refs/heads/NAME, ref:refs/tags/NAME or environment:NAME. Runs of pull requests must not get a role that can push',
  ],
  ['repositories', /^[a-z0-9]+([._/-][a-z0-9]+)*$/, 'an ECR repository in lower case, without the host'],
  ['pullAccountIds', ACCOUNT, 'account IDs have 12 digits'],
]

/** What is wrong with the settings: nothing, or a line for each value. */
export function problemsOf(settings: Settings): readonly string[] {
  const wrong = RULES.flatMap(([name, rule, wanted]) =>
    [settings[name]]
      .flat()
      .filter((value) => !rule.test(String(value)))
      .map((value) => `${name}: ${JSON.stringify(value)} is not right: ${wanted}.`),
  )
  return settings.repositories.length > 0 ? wrong : [...wrong, 'repositories: give at least one.']
}
