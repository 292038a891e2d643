import { awsOwner } from '../../../../names/aws-accounts.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import { registryOf, splitReference } from '../../../../names/reference.ts'
import type { AllowedRegistry } from '../../plan/settings.ts'
import { lineOf, quote } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { exampleValues } from './example-chart.ts'
import {
  inheritedBy,
  isEditable,
  isUnder,
  placeOf,
  registryText,
  type Service,
  servicesOf,
} from './service.ts'

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'
const FIXED = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: `

export const renderMismatch: Rule = {
  id: 'helm-render-mismatch',
  title: 'A chart renders an image that is not from the registry of all its services',
  severity: 'warning',
  needs: 'registries',
  why: 'The values name one of your registries for all images, but a template of the chart does not look at it. Its image is pulled from where the chart says, which nodes without a way to the internet cannot reach. Where helm itself has rendered it so, and it is of an account in ECR that is not yours, it is an error.',
  example: {
    path: 'charts/shop/templates/web.yaml',
    bad: `${FIXED}quay.io/acme/web:1.4.0\n`,
    good: `${FIXED}{{ .Values.global.imageRegistry }}/acme/web:1.4.0\n`,
    beside: {
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.4.0\n',
      'charts/shop/values.yaml': exampleValues({ enabled: 'true' }, ECR),
    },
  },
  *check(audited) {
    for (const service of servicesOf(audited)) {
      const found = check(service, audited)
      if (found) yield found
    }
  },
}

function check({ use, image }: Service, { settings }: Audited): Found | undefined {
  const { globalRegistry: all } = use
  const { rendered, wins, evidence } = image
  // What a service names itself is said by another rule.
  if (!all || rendered === undefined || wins !== undefined) return undefined
  const wanted = registryText(all.text)
  const host = registryOf(splitReference(rendered).name)
  if (!isAllowed(wanted.split('/')[0] ?? '', settings.registries)) return undefined
  if (isUnder(rendered, wanted) || (host !== undefined && isAllowed(host, settings.registries)))
    return undefined
  const account = host === undefined ? undefined : parseEcrHost(host)?.account
  if (account !== undefined && awsOwner(account)) return undefined
  const own = placeOf(image)
  const at = own && isEditable(own) ? own : (image.decidedAt ?? all.at)
  const isError = evidence === 'helm' && account !== undefined
  return {
    at,
    message: `${quote(image.key)} is rendered as ${quote(rendered)}, though ${all.key} is ${quote(all.text)}`,
    hint: `Name ${quote(wanted)} in the values of ${image.key}, or let the template take ${all.key} (${lineOf(all.at)}).`,
    ...inheritedBy(use),
    ...(isError ? { severity: 'error' } : {}),
  }
}

function isAllowed(host: string, registries: readonly AllowedRegistry[]): boolean {
  const ecr = parseEcrHost(host)
  return registries.some(({ account, region }) => ecr?.account === account && ecr.region === region)
}
