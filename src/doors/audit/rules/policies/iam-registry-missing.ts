import { allows } from '../../../../diagnosis/policy/actions.ts'
import type { PolicyStatement, Written } from '../../../../diagnosis/policy/statement.ts'
import { MARKETPLACE } from '../../../../names/aws-accounts.ts'
import { partitionOfRegion } from '../../../../names/host.ts'
import { isName } from '../../../../names/paths/glob.ts'
import type { AllowedRegistry } from '../../plan/settings.ts'
import type { Rule } from '../rule.ts'

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const
const PUSH = ['ecr:PutImage', 'ecr:InitiateLayerUpload'] as const

export const iamRegistryMissing: Rule = {
  id: 'iam-registry-missing',
  title: 'A policy for pulling images leaves out a registry that images come from',
  severity: 'warning',
  needs: 'registries',
  why: 'A node pulls with its role. Where the policy names the repositories of some registries and images come from another one as well, those pods alone stay in ImagePullBackOff with 403, and it looks like a fault of the image.',
  example: {
    path: 'policy.json',
    bad: policyFor(['arn:aws:ecr:us-east-1:709825985650:repository/*']),
    good: policyFor([
      'arn:aws:ecr:us-east-1:709825985650:repository/*',
      'arn:aws:ecr:us-east-1:465002806239:repository/*',
    ]),
  },
  *check({ policies, settings }) {
    const groups = Map.groupBy(policies, ({ policy }) => policy)
    for (const statements of groups.values()) {
      const pulling = statements.filter((statement) => PULL.some((action) => allows(statement, action)))
      const [first] = pulling
      if (!first || !isForPulling(statements, pulling)) continue
      const resources = pulling.flatMap(({ resources: named }) => named ?? [])
      const missing = settings.registries.filter(
        (registry) => !resources.some(({ text }) => covers(text, registry)),
      )
      const [place] = first.resources ?? []
      // One that knows none of these registries is for something else.
      const knowsOne = missing.length < settings.registries.length || resources.some(isOfMarketplace)
      if (missing.length === 0 || !place || !knowsOne) continue
      const names = missing.map(({ account, region }) => `${account} in ${region}`).join(', ')
      yield {
        at: place.at,
        message: `This policy lets images be pulled, but not from ${names}, which allowed-registries names`,
        hint: `Add ${missing.map(arnOf).join(' and ')} to its resources, or narrow it to the repositories that are pulled.`,
      }
    }
  },
}

const isOfMarketplace = ({ text }: Written): boolean => text.split(':', 6)[4] === MARKETPLACE.account

/** Nothing but pulling, on repositories that are all written down. A policy for one that pushes is for its own registry. */
function isForPulling(all: readonly PolicyStatement[], pulling: readonly PolicyStatement[]): boolean {
  const isTold = ({ effect, conditional, hasPrincipal, resources }: PolicyStatement) =>
    effect === 'Allow' && !conditional && !hasPrincipal && resources?.every(({ exact }) => exact)
  return pulling.every(isTold) && !all.some((statement) => PUSH.some((action) => allows(statement, action)))
}

/** Whether a resource names something of a registry, if only one repository. */
function covers(resource: string, { account, region }: AllowedRegistry): boolean {
  if (resource === '*') return true
  const [arn, partition, service, ofRegion = '', ofAccount = ''] = resource.split(':', 6)
  const isEcr = arn === 'arn' && partition !== undefined && isName(service ?? '', 'ecr')
  return isEcr && isName(ofRegion, region) && isName(ofAccount, account)
}

const arnOf = ({ account, region }: AllowedRegistry): string =>
  `arn:${partitionOfRegion(region)}:ecr:${region}:${account}:repository/*`

/** As the formatter of JSON writes it: a list of several lines where one line is too short. */
function policyFor([first = '', ...others]: readonly string[]): string {
  const resources =
    others.length === 0
      ? `["${first}"]`
      : `[\n        ${[first, ...others].map((arn) => `"${arn}"`).join(',\n        ')}\n      ]`
  return `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      "Resource": ${resources}
    }
  ]
}
`
}
