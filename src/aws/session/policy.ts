import type { SessionPlan } from '../../plan/access.ts'
import { signingStatement } from './signing.ts'

/** What a pull, and the questions of this step, need (Amazon ECR, "IAM permissions for pushing and pulling"). */
const READ = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:DescribeRepositories',
  'ecr:DescribeImages',
  // A pull through cache fetches what it does not hold yet in the name of whoever pulls.
  'ecr:BatchImportUpstreamImage',
]
/** What it may do on each of its lists of resources. */
const ACTIONS = {
  writes: ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'],
  creates: ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy'],
  // CreateRepository with tags is a TagResource besides (ECR user guide, "Using tag-based access control").
  tags: ['ecr:TagResource'],
  // ECR user guide, "Encryption at rest": in the name of whoever creates a repository with a KMS key.
  keys: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
  // In the name of whoever pulls or pushes first (ECR user guide, "Pull through cache", "Repository creation templates").
  onDemand: ['ecr:CreateRepository'],
} as const

type Resources = Readonly<Record<keyof typeof ACTIONS | 'signs', readonly string[]>> &
  Pick<SessionPlan, 'reads'>

/** STS API reference, AssumeRoleWithWebIdentity, `Policy`. */
export const LONGEST_POLICY = 2048

/**
 * The session may do no more than this, whatever the role may: a leaked session cannot overwrite other repositories.
 * Reading stays open to `*`, because base images may be anywhere. Where the names of many repositories are too long
 * for STS, folders of repositories stand for them, as few and as deep as will do.
 */
export const sessionPolicy = (plan: SessionPlan): string => policyText(fitting(plan))

/** The registries of which a session may write to every repository, because the names of its own are too long. */
export function openedRegistries(plan: SessionPlan): readonly string[] {
  const whole = fitting(plan).writes.filter((arn) => arn.endsWith(':repository/*'))
  return whole.map((arn) => {
    const [, , , region, account] = arn.split(':')
    return `account ${account} in ${region}`
  })
}

/** The least wide lists that STS takes, or the widest where it takes none. */
function fitting(plan: SessionPlan): Resources {
  let lists: Resources = plan
  for (const widen of WIDENINGS) {
    lists = {
      writes: widen(plan.writes),
      creates: widen(plan.creates),
      tags: widen(plan.tags),
      keys: widen(plan.keys),
      signs: plan.signs,
      onDemand: widen(plan.onDemand),
      ...(plan.reads ? { reads: plan.reads } : {}),
    }
    if (policyText(lists).length <= LONGEST_POLICY) break
  }
  return lists
}

function policyText(lists: Resources): string {
  const allow = (Action: readonly string[], Resource: string | readonly string[]) => ({
    Effect: 'Allow',
    Action,
    Resource,
  })
  const kinds = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]
  const given = kinds.filter((kind) => lists[kind].length > 0)
  const allowed = given.map((kind) => allow(ACTIONS[kind], lists[kind]))
  const Statement = [
    allow([...READ, ...(lists.reads ?? [])], '*'),
    ...allowed,
    ...lists.signs.map(signingStatement),
  ]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

interface Named {
  readonly arn: string
  /** `arn:partition:ecr:region:account:repository` */
  readonly registry: string
  readonly folders: readonly string[]
}

type Widening = (arns: readonly string[]) => readonly string[]

/**
 * Wider and wider lists that cover the same repositories, the exact one first: repositories of one folder become
 * `folder/*`, then those of a folder above, until each registry has one pattern. None leaves its account and region.
 */
export const WIDENINGS: readonly Widening[] = [
  distinct,
  ...[4, 3, 2, 1, 0].map(
    (depth): Widening =>
      (arns) =>
        fold(distinct(arns), depth),
  ),
  (arns) => distinct(arns.map((arn) => `${named(arn).registry}/*`)),
]

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

/** What shares the first folders becomes one pattern; a repository that is alone keeps its name. */
function fold(arns: readonly string[], depth: number): readonly string[] {
  const groups = new Map<string, [Named, ...Named[]]>()
  for (const one of arns.map(named)) {
    const key = [one.registry, ...one.folders.slice(0, depth)].join('/')
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].map(([first, ...rest]) =>
    rest.length === 0 ? first.arn : [first.registry, ...commonFolders([first, ...rest]), '*'].join('/'),
  )
}

function commonFolders([first, ...rest]: readonly [Named, ...Named[]]): readonly string[] {
  const differs = first.folders.findIndex((folder, at) => rest.some(({ folders }) => folders[at] !== folder))
  return differs < 0 ? first.folders : first.folders.slice(0, differs)
}

/** `arn:aws:ecr:region:account:repository/team/app`: registry, and the folder `team`. */
function named(arn: string): Named {
  const [registry = '', ...path] = arn.split('/')
  return { arn, registry, folders: path.slice(0, -1) }
}
