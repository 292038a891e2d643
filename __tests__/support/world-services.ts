import { type EcrPart, startEcrApi } from './ecr-api.ts'
import { type GitServerPart, startGitServer } from './git-server.ts'
import { type GitHubPart, startGitHub } from './github/github.ts'
import { catalogOf, type ImageCatalog } from './image-catalog.ts'
import type { RegistryHome, StoredRepository } from './image-store.ts'
import { type OidcPart, startOidc } from './oidc.ts'
import { type RegistryPart, startRegistry } from './registry.ts'
import { type StsPart, startSts } from './sts.ts'

export interface Services {
  oidc: OidcPart
  sts: StsPart
  ecr: EcrPart
  registry: RegistryPart
  catalog: ImageCatalog
  git: GitServerPart
  github: GitHubPart
}

export interface ServiceOptions extends RegistryHome {
  roles: string[]
  repositories: (string | StoredRepository)[]
  gitRoot: string
  /** The config token opens every repository, the run's own token only the service's. */
  tokens: { github: string; config: string }
  serviceRepository: string
}

export async function startServices(options: ServiceOptions): Promise<Services> {
  const { account, region, gitRoot: root, tokens } = options
  const catalog = await catalogOf(options, options.repositories)
  const oidc = await startOidc()
  const sts = await startSts({ oidc, roles: options.roles })
  const ecr = await startEcrApi({ sessions: sts.sessions, store: catalog, accounts: [account] })
  const registry = await startRegistry({ account, region, catalog, access: ecr })
  ecr.settings.proxyEndpoint = () => registry.url
  const git = await startGitServer({ root, tokens: [tokens.config] })
  const github = await startGitHub({ root, tokens: [tokens.config], serverUrl: git.url })
  for (const part of [git, github]) part.settings.tokens.set(tokens.github, [options.serviceRepository])
  return { oidc, sts, ecr, registry, catalog, git, github }
}

export const partsOf = ({ oidc, sts, ecr, registry, git, github }: Services) => [
  oidc,
  sts,
  ecr,
  registry,
  git,
  github,
]

/** Every endpoint that the action may ask, by the variables it asks them by. */
export const endpointVariables = ({ oidc, sts, ecr, git, github }: Services): Record<string, string> => ({
  ...oidc.env,
  AWS_ENDPOINT_URL_STS: sts.url,
  AWS_ENDPOINT_URL_ECR: ecr.url,
  GITHUB_API_URL: github.url,
  GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
  GITHUB_SERVER_URL: git.url,
})
