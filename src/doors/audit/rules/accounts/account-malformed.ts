import { defaultEcrHost, isAccountId, isRegion } from '../../../../names/host.ts'
import { examplePod } from '../example-pod.ts'
import { quote, within } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { type Named, namedInEcr } from './named.ts'
import type { Registry } from './registry.ts'

export const accountMalformed: Rule = {
  id: 'ecr-account-malformed',
  title: 'A registry in ECR has an account or a region that cannot exist',
  severity: 'error',
  why: 'An account of AWS has exactly twelve digits, and hosts of ECR end differently from partition to partition. A host with a digit too few is no registry: the kubelet finds no credentials for it, and its name does not resolve.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('465002806.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check(audited) {
    for (const named of namedInEcr(audited)) {
      if (named.registry.kind === 'malformed') yield found(named, named.registry)
    }
  },
}

function found(named: Named, registry: Registry & { readonly kind: 'malformed' }): Found {
  const { host, text } = registry
  return {
    at: within(named.at, text === '' ? host : text),
    message: `${faultOf(registry)}, so ${quote(host)} is no registry`,
    hint: hintFor(registry),
    inheritedBy: named.inheritedBy,
    ...(named.severity && { severity: named.severity }),
  }
}

function faultOf({ of, text }: Registry & { readonly kind: 'malformed' }): string {
  if (of === 'account') {
    if (text === '') return 'The account is missing'
    if (!/^\d+$/.test(text)) return `Account ${quote(text)} is not made of twelve digits`
    return `Account ${text} has ${text.length} ${text.length === 1 ? 'digit' : 'digits'} instead of 12`
  }
  if (text === '') return 'The region is missing'
  return isRegion(text) ? `ECR has no such host in region ${text}` : `${quote(text)} is no region`
}

function hintFor({ of, text, host }: Registry & { readonly kind: 'malformed' }): string {
  const account = host.slice(0, 12)
  const right = of === 'region' && isAccountId(account) ? defaultEcrHost(account, text)?.host : undefined
  if (right !== undefined) return `Write ${right}.`
  return of === 'account'
    ? 'Write the twelve digits of the account that has the image.'
    : 'Write the region of the registry between ".dkr.ecr." and ".amazonaws.com", as us-east-1.'
}
