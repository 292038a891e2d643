/** A service repository. */
export interface Service {
  /** `gh api repos/acme/identity-service --jq .id`: never given to another one. */
  readonly repositoryId: string
  /** ECR repositories that its workflow pushes to. */
  readonly repositories: readonly string[]
}

/** What the set-up is for. */
export interface Settings {
  /** AWS account of the registry and of the role. */
  readonly accountId: string
  readonly region: string
  /** User or organisation of all repositories. */
  readonly githubOwner: string
  /** `gh api users/acme --jq .id` */
  readonly githubOwnerId: string
  /** Name, without the owner. */
  readonly configRepository: string
  /** Service repositories by their name, without the owner. */
  readonly services: Readonly<Record<string, Service>>
  /** One role for all services, which each may push to all repositories with; false: one a service, for its own. */
  readonly sharedRole: boolean
  /** Runs that get the role, as the end of the token's `sub`: a ref, or the environment of the job. */
  readonly trustedRuns: readonly string[]
  /** The workflow sets `create-repository`: the role may create the repositories, and they are not made here. */
  readonly stepCreatesRepositories: boolean
  /** Further accounts that may pull, such as those of the clusters. */
  readonly pullAccountIds: readonly string[]
  /** Names of the roles of the clusters' nodes, in this account, that get the policy to pull. */
  readonly nodeRoles: readonly string[]
  /** Further ECR registries that they pull from: of another account or region, or of AWS Marketplace. */
  readonly pullRegistries: readonly string[]
  /** ARNs of who imports the private key of a GitHub App into a KMS key that the workflows sign with; none: no such key. */
  readonly appKeyAdministrators: readonly string[]
  /** An account has one provider for GitHub at most: false where it is there already. */
  readonly createOidcProvider: boolean
}

const ACCOUNT = /^\d{12}$/
const ID = /^\d+$/
const NAME = /^[\w.-]+$/
const REPOSITORY = /^[a-z0-9]+([._/-][a-z0-9]+)*$/
const HOST = /^\d{12}\.dkr\.ecr\.[a-z]{2}(-[a-z]+)+-\d\.amazonaws\.com$/

const RULES: readonly (readonly [keyof Settings, RegExp, string])[] = [
  ['accountId', ACCOUNT, 'an account ID has 12 digits'],
  ['region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as ap-southeast-2'],
  ['githubOwner', /^[A-Za-z0-9-]+$/, 'the name alone, such as acme'],
  ['githubOwnerId', ID, 'gh api users/OWNER --jq .id prints it'],
  ['configRepository', NAME, 'the name without its owner'],
  [
    'trustedRuns',
    /^(ref:refs\/(heads|tags)\/|environment:)[^*?]/,
    'ref:refs/heads/NAME, ref:refs/tags/NAME or environment:NAME. Runs of pull requests must not get a role that can push',
  ],
  ['pullAccountIds', ACCOUNT, 'account IDs have 12 digits'],
  ['nodeRoles', /^[\w+=,.@-]{1,64}$/, 'the name of a role, not its ARN'],
  ['appKeyAdministrators', /^arn:aws:iam::\d{12}:(role|user)\//, 'the ARN of a role or a user'],
  ['pullRegistries', HOST, 'ACCOUNT.dkr.ecr.REGION.amazonaws.com, without a repository'],
]

/** What is wrong with the settings: nothing, or a line for each value. */
export function problemsOf(settings: Settings): readonly string[] {
  const services = Object.entries(settings.services)
  const wrong = RULES.flatMap(([name, rule, wanted]) =>
    [settings[name]]
      .flat()
      .filter((value) => !rule.test(String(value)))
      .map((value) => problem(name, value, wanted)),
  )
  return [
    ...wrong,
    ...services.flatMap(([name, service]) => problemsOfService(name, service)),
    ...(services.length > 0 ? [] : ['services: give at least one.']),
  ]
}

function problemsOfService(name: string, { repositoryId, repositories }: Service): readonly string[] {
  const wrong = repositories.filter((repository) => !REPOSITORY.test(repository))
  return [
    ...(NAME.test(name) ? [] : [problem('services', name, 'the name without its owner')]),
    ...(typeof repositoryId === 'string' && ID.test(repositoryId)
      ? []
      : [problem('services', repositoryId, `the repositoryId of ${name}, in quotes`)]),
    ...wrong.map((repository) =>
      problem('services', repository, 'an ECR repository in lower case, without the host'),
    ),
    ...(repositories.length > 0 ? [] : [`services: give ${name} at least one ECR repository.`]),
  ]
}

const problem = (name: string, value: unknown, wanted: string): string =>
  `${name}: ${JSON.stringify(value)} is not right: ${wanted}.`
