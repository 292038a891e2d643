import { type EcrHost, parseEcrHost } from '../../names/host.ts'
import type { BaseRegistry } from '../../plan/build.ts'
import { denyHint } from './denied-hints.ts'
import type { Subject } from './subject.ts'

const READ = 'ecr:BatchGetImage and ecr:GetDownloadUrlForLayer'

/** A base image in a private registry of ECR. */
interface EcrBase {
  readonly host: EcrHost
  readonly repository: string
}

/** Whoever reads it was refused. */
export function privateHint(subject: Subject): string {
  const { place, reason } = subject
  if (/public\.ecr\.aws/.test(reason)) {
    return `Run docker logout public.ecr.aws on this runner: it refuses a login that has ended, where it would answer without one. Else correct ${place}.`
  }
  const base = ecrBaseIn(reason)
  if (base === undefined) {
    return `If a base image is private, list its ECR host in login-registries and allow ${READ} on its repository; else correct ${place}.`
  }
  if (/explicit deny/.test(reason)) {
    const [, action = 'it'] = /not authorized to perform: (\S+)/.exec(reason) ?? []
    return denyHint(action, base.repository)
  }
  if (/upstream/i.test(reason) && !NAMES_IMPORT.test(reason)) return upstreamHint(base, subject)
  if (NAMES_IMPORT.test(reason)) return cacheHint(base, subject, 'This is')
  const login = isLoggedIn(base, subject.bases) ? '' : `List ${base.host.host} in login-registries, and allow`
  return `${login || 'Allow'} ${READ} on ${arnOf(base)} to the role that reads there (a registry of another account also in its repository policy); else correct ${place}. ${cacheHint(base, subject, 'If this is')}`
}

/** There is none of that name, or none yet. */
export function missingHint(subject: Subject): string {
  const { place, reason } = subject
  const base = ecrBaseIn(reason)
  const correct = `Correct the image or the stage in ${place}: there is none of that name.`
  return base === undefined ? correct : `${correct} ${cacheHint(base, subject, 'If this is')}`
}

/** The actions of a first pull, which nothing else asks for while base images are read. */
const NAMES_IMPORT = /ecr:(?:CreateRepository|BatchImportUpstreamImage)/

/**
 * ECR makes the repository of a pull through cache when an image of it is pulled for the first time, and answers 403 or
 * 404 where whoever pulls may not (ECR user guide, "IAM permissions" and "Troubleshooting pull through cache issues").
 */
function cacheHint(base: EcrBase, { bases }: Subject, begin: string): string {
  const { host, repository } = base
  const rules = bases.flatMap(({ host: listed, prefix }) =>
    prefix !== undefined && listed.host === host.host && covers(prefix, repository) ? [prefix] : [],
  )
  const [prefix = repository.split('/')[0] ?? ''] = rules
  const created = prefix === 'ROOT' ? '*' : `${prefix}/*`
  const session =
    rules.length > 0
      ? ''
      : ` list ${host.host}/${prefix} in login-registries, because the session of this step creates no base repository for a host alone;`
  return `${begin} the first pull of ${repository} over a pull through cache rule:${session} allow ecr:CreateRepository and ecr:BatchImportUpstreamImage on ${arnOf({ host, repository: created })} to the role that reads there (for one of another account in the registry permissions, too), or pull the image once as somebody who may. An official image of Docker Hub has library/ behind the prefix of the rule.`
}

function upstreamHint({ host, repository }: EcrBase, { place }: Subject): string {
  const [prefix = ''] = repository.split('/')
  return `Correct the name of the upstream image in ${place}, or the credentials of the pull through cache rule: aws ecr validate-pull-through-cache-rule --region ${host.region} --registry-id ${host.account} --ecr-repository-prefix ${prefix} says whether its upstream registry takes them. An official image of Docker Hub has library/ behind that prefix, and no other has.`
}

const covers = (prefix: string, repository: string): boolean =>
  prefix === 'ROOT' || repository.startsWith(`${prefix}/`)

const isLoggedIn = ({ host }: EcrBase, bases: readonly BaseRegistry[]): boolean =>
  bases.some((one) => one.host.host === host.host)

const arnOf = ({ host, repository }: EcrBase): string =>
  `arn:${host.partition}:ecr:${host.region}:${host.account}:repository/${repository}`

/** As an image reference or as the address of a manifest or layer. */
const ECR_PLACE = /\b\d{12}\.dkr[.-]ecr[a-z0-9.-]{1,60}(?:\/[a-z0-9._-]+)+/g

function ecrBaseIn(reason: string): EcrBase | undefined {
  for (const [found] of reason.matchAll(ECR_PLACE)) {
    const [name = '', ...path] = found.split('/')
    const host = parseEcrHost(name)
    const below = path[0] === 'v2' ? path.slice(1) : path
    const end = below.findIndex((part) => part === 'manifests' || part === 'blobs')
    const repository = (end < 0 ? below : below.slice(0, end)).join('/')
    if (host && repository !== '') return { host, repository }
  }
  return undefined
}
