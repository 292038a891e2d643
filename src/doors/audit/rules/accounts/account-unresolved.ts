import { isTemplateText } from '../../../../effective/filled-in.ts'
import { substitutions } from '../../../../effective/substitution.ts'
import { isAccountId, roughEcrHost } from '../../../../names/host.ts'
import { examplePod } from '../example-pod.ts'
import { quote, within } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { type Named, namedInEcr } from './named.ts'
import { entryHosts, movedTo, onlyIn, ownRegistries, theOnly } from './other-host.ts'
import { isStandIn, type Registry } from './registry.ts'

type Unresolved = Registry & { readonly kind: 'unresolved' }

export const accountUnresolved: Rule = {
  id: 'ecr-account-unresolved',
  title: 'The account or region of a registry is a text that stands for one',
  severity: 'error',
  why: 'Neither kustomize nor Argo CD fills in variables. A text like $AWS_ACCOUNT_ID or <account-id> reaches the cluster as it is, and the kubelet refuses the reference or finds no such host.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('<account-id>.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check(audited) {
    const unresolved = namedInEcr(audited).flatMap(({ registry, ...named }) =>
      registry.kind === 'unresolved' ? [{ ...named, registry }] : [],
    )
    if (unresolved.length === 0) return
    const isFilledIn = substitutions(audited.repository.files)
    const entries = entryHosts(audited.repository)
    for (const named of unresolved) yield found(named, { isFilledIn, entries }, audited)
  },
}

interface Around {
  readonly isFilledIn: (roots: readonly string[]) => boolean
  readonly entries: ReadonlySet<string>
}

function found(
  named: Named & { readonly registry: Unresolved },
  { isFilledIn, entries }: Around,
  audited: Audited,
): Found {
  const { registry, inheritedBy } = named
  const at = within(named.at, registry.text)
  const what = `${quote(registry.text)} stands where the ${registry.of} of the registry is to be`
  if (registry.text.includes('$') && isFilledIn(inheritedBy)) {
    const hint = 'Make sure that the variable is set wherever this is applied.'
    return {
      at,
      message: `${what}; something fills it in before it is applied`,
      hint,
      inheritedBy,
      severity: 'notice',
    }
  }
  if (named.severity === 'notice' && isTemplateText(registry.text)) {
    return {
      at,
      message: `${what}; a program that fills in templates has to, before this is applied`,
      hint: 'Make sure that it does. Where this file is such a template, name it under ignore in .ecr-gitops.yaml.',
      inheritedBy,
      severity: 'notice',
    }
  }
  return {
    at,
    message: `${what}, and neither kustomize nor Argo CD fills it in, so nothing can be pulled`,
    hint: `Write the ${registry.of} itself${allowedText(audited)}.`,
    inheritedBy,
    ...(named.severity && { severity: named.severity }),
    ...fixFor(named, entries, audited),
  }
}

/** Only where one registry can be meant: that of the region that is written, or the only one that there is. */
function fixFor(
  named: Named & { readonly registry: Unresolved },
  entries: ReadonlySet<string>,
  { settings }: Audited,
): Pick<Found, 'fix'> {
  const { account = '', region = '' } = roughEcrHost(named.registry.host) ?? {}
  const to = isStandIn(region) ? theOnly(ownRegistries(settings)) : onlyIn(settings, region)
  const isOther = isAccountId(account) && to?.account !== account
  return to && !isOther ? movedTo(named, { to, safety: 'safe', entries }) : {}
}

function allowedText({ settings }: Audited): string {
  const accounts = [...new Set(settings.registries.map(({ account, region }) => `${account} in ${region}`))]
  return accounts.length === 0 ? '' : `: allowed-registries names ${accounts.join(', ')}`
}
