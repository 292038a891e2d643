import { registryOf, splitReference } from '../../../../names/reference.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { EXAMPLE_CHART, exampleValues } from './example-chart.ts'
import { inheritedBy, isEditable, isUnder, registryText, type Service, servicesOf } from './service.ts'

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'

export const repositoryHasHost: Rule = {
  id: 'helm-repository-has-host',
  title: 'A repository begins with a host, and a registry is put before it',
  severity: 'error',
  why: 'The chart joins registry and repository with a slash. Where the repository already begins with its host, the image is looked for under the path of a registry within that registry, where nothing is, and the pull fails with not found.',
  example: {
    path: 'charts/shop/values.yaml',
    bad: exampleValues({ registry: ECR, repository: `${ECR}/acme/web`, tag: '"1.4.0"' }, '""'),
    good: exampleValues({ registry: ECR, repository: 'acme/web', tag: '"1.4.0"' }, '""'),
    beside: EXAMPLE_CHART,
  },
  *check(audited) {
    for (const service of servicesOf(audited)) {
      const found = check(service)
      if (found) yield found
    }
  },
}

function check({ use, image }: Service): Found | undefined {
  const { repository, rendered } = image
  const own = repository && registryOf(splitReference(repository.text).name)
  if (!repository || own === undefined) return undefined
  const before = registryBefore({ use, image })
  if (before === undefined) return undefined
  const isSame = isUnder(before, own)
  const isKnown = rendered !== undefined
  // A cache may have images of other registries under their hosts.
  const severity = isKnown ? (isSame ? 'error' : 'warning') : 'notice'
  const left = repository.text.slice(own.length + 1)
  return {
    at: repository,
    message: `${quote(repository.text)} begins with a host, and the registry ${quote(before)} is put before it: ${isKnown ? `it is pulled as ${quote(rendered)}` : 'many charts join both with a slash'}`,
    hint: `Write ${quote(left)} here, without the host.`,
    ...inheritedBy(use),
    severity,
    ...(isSame && isEditable(repository)
      ? {
          fix: {
            safety: 'safe',
            title: 'Take the host out of the repository',
            changes: [{ kind: 'set', at: repository, to: left }],
          },
        }
      : {}),
  }
}

/** The registry in front of the repository: as it is rendered, or as it most likely will be. */
function registryBefore({ use, image }: Service): string | undefined {
  const { registry, repository, rendered } = image
  const [own, all] = [registry?.text, use.globalRegistry?.text].map((text) => text && registryText(text))
  if (rendered === undefined) return own || undefined
  return [own, all].find((one) => one && rendered.startsWith(`${one}/${repository?.text ?? ''}`)) || undefined
}
