import type { Pulls } from '../../../../effective/pull-secrets.ts'
import type { PullSecretUse, Refresher } from '../../../../effective/sites/pull-secret.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { exampleJob } from './example-job.ts'
import { imagesByObject, namespaceOf } from './known.ts'

export const pullSecretSeveralRegistries: Rule = {
  id: 'pull-secret-several-registries',
  title: 'A pull secret has a password for one registry, and images come from several',
  severity: 'warning',
  why: 'The kubelet takes a password for the very host of an image. An account or a region more is another host: a secret that names only the first one leaves the pull of the other without a password, which is answered with 401.',
  example: { path: 'web.yaml', bad: exampleWith('ecr'), good: exampleWith('ecr-partner') },
  *check({ repository, settings }) {
    const imagesOf = imagesByObject(repository)
    for (const pulls of repository.pulls) {
      const inheritedBy = [pulls.deployed.origin.root]
      const isKnown = pulls.deployed.unknown.length === 0
      const pods = isKnown && !settings.nodesPullWithRole ? podsOf(pulls.uses) : []
      const found = [
        ...pulls.refreshers.map(overwritten),
        ...pods.map((uses) => uncovered(uses, pulls, imagesOf)),
      ]
      for (const one of found) if (one) yield { ...one, inheritedBy }
    }
  },
}

const podsOf = (uses: readonly PullSecretUse[]): readonly (readonly PullSecretUse[])[] => [
  ...Map.groupBy(uses, ({ object, namespace }) => `${namespace} ${object}`).values(),
]

/** A host of ECR that an object pulls from, and that none of its secrets has a password of. */
function uncovered(
  uses: readonly PullSecretUse[],
  pulls: Pulls,
  imagesOf: ReturnType<typeof imagesByObject>,
): Found | undefined {
  const [use] = uses
  const hosts = use && hostsOf(uses, pulls)
  if (!hosts) return undefined
  const certain = imagesOf(use).filter(({ known }) => known === 'certain')
  const without = certain
    .map(({ name }) => name.text.split('/', 1)[0] ?? '')
    .find((host) => parseEcrHost(host) && !hosts.has(host))
  if (without === undefined) return undefined
  const held = [...hosts].map(quote).join(' and ')
  return {
    at: use.at,
    message: `${quote(use.object)} pulls from ${quote(without)}, but its pull secret has a password of ${held} alone`,
    hint: 'Name a second secret for that registry in imagePullSecrets, and have it made as the first one is; examples/pull-secrets does that for any number of registries.',
  }
}

/** Hosts that the secrets of a pod have passwords of; undefined where one of them cannot be read, or another may help. */
function hostsOf(uses: readonly PullSecretUse[], pulls: Pulls): ReadonlySet<string> | undefined {
  const [use] = uses
  if (!use || use.object.startsWith('ServiceAccount/')) return undefined
  // Secrets of its service account come on top of its own.
  if (pulls.uses.some(({ object }) => object.startsWith('ServiceAccount/'))) return undefined
  const hosts = new Set<string>()
  for (const { name } of uses) {
    const own = hostsNamed(name, namespaceOf(use), pulls)
    if (own.length === 0) return undefined
    for (const host of own) hosts.add(host)
  }
  return hosts
}

function hostsNamed(
  name: string,
  namespace: string | undefined,
  { secrets, refreshers }: Pulls,
): readonly string[] {
  const held = secrets.filter((secret) => secret.name === name && namespaceOf(secret) === namespace)
  if (held.some(({ hosts }) => hosts.length === 0)) return []
  const [writer, ...others] = refreshers.filter(({ writes }) => writes.some((write) => write.name === name))
  // Of a script that makes several secrets nobody can tell which host goes into which.
  if (others.length > 0 || (writer && writer.writes.length > 1)) return []
  return [...held.flatMap(({ hosts }) => hosts), ...(writer?.hosts ?? [])]
}

/** Commands of one script that put the passwords of several registries into one secret, each instead of the one before. */
function overwritten({ writes, hosts, at, object }: Refresher): Found | undefined {
  const ecr = hosts.filter((host) => parseEcrHost(host))
  if (ecr.length < 2) return undefined
  const seen = new Set<string>()
  for (const { name, namespace, anywhere } of writes) {
    if (name === undefined || anywhere) continue
    const place = `${namespace ?? ''}/${name}`
    if (seen.has(place)) {
      return {
        at,
        message: `${quote(object)} writes the passwords of ${ecr.map(quote).join(' and ')} into one secret ${quote(name)}, each instead of the one before`,
        hint: 'Give each registry a secret of its own, and name all of them in imagePullSecrets; examples/pull-secrets does that.',
      }
    }
    seen.add(place)
  }
  return undefined
}

function exampleWith(second: string): string {
  const write = (secret: string, host: string) =>
    `kubectl create secret docker-registry ${secret} --dry-run=client -o yaml --docker-server=${host} --docker-username=AWS --docker-password="$(aws ecr get-login-password --region eu-west-1)" | kubectl apply -f -`
  return exampleJob('0 */3 * * *', [
    write('ecr', '465002806239.dkr.ecr.eu-west-1.amazonaws.com'),
    write(second, '305702147389.dkr.ecr.eu-west-1.amazonaws.com'),
  ])
}
