import type { Random } from '../random.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type Fields = Readonly<Record<string, Json>>

/** An object of a generated repository, with what patches have to know of it. */
export interface Workload {
  readonly object: Fields
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
  /** Keys down to what has the containers; undefined where there are none. */
  readonly pod: readonly string[] | undefined
  readonly containers: readonly string[]
}

export const ECR = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
export const ROLE_KEY = 'eks.amazonaws.com/role-arn'

/** Names of images, some of which regular expressions and prefixes confuse. */
export const NAMES = [
  'web',
  'web-admin',
  'api',
  'worker',
  'r.example/team/web',
  'localhost:5000/web',
  `${ECR}/team/web`,
  'my.app',
  'myxapp',
  'nginx',
  'docker.io/library/nginx',
  'PLACEHOLDER',
  'team/web',
]

export const digestFrom = (random: Random): string =>
  `sha256:${Array.from({ length: 64 }, () => random.below(16).toString(16)).join('')}`

export function referenceFrom(random: Random): string {
  const name = random.pick(NAMES)
  const tag = random.pick(['1.0', 'latest', 'main-latest', '2026', 'v1_2.3'])
  return random.pick([
    () => name,
    () => name,
    () => `${name}:${tag}`,
    () => `${name}:${tag}`,
    () => `${name}:${tag}`,
    () => `${name}@${digestFrom(random)}`,
    () => `${name}:${tag}@${digestFrom(random)}`,
    () =>
      random.pick(['', '$(IMAGE)', 'Web:1', 'https://r.example/web:1', 'web:', ':1', 'web:1:2', '<image>']),
  ])()
}

/** `pod` is where the containers are; the kinds that kustomize has a schema of come first. */
const KINDS: readonly { apiVersion: string; kind: string; pod: readonly string[] }[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'apps/v1', kind: 'Deployment', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'apps/v1', kind: 'Deployment', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'batch/v1', kind: 'Job', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'batch/v1', kind: 'CronJob', pod: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] },
  { apiVersion: 'batch/v1', kind: 'CronJob', pod: ['spec', 'jobTemplate', 'spec', 'template', 'spec'] },
  { apiVersion: 'v1', kind: 'Pod', pod: ['spec'] },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'serving.knative.dev/v1', kind: 'Service', pod: ['spec', 'template', 'spec'] },
  { apiVersion: 'ray.io/v1', kind: 'RayCluster', pod: ['spec', 'headGroupSpec', 'template', 'spec'] },
]

const OTHERS: readonly ((random: Random) => Fields)[] = [
  (random) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: random.pick(['WorkflowTemplate', 'ClusterWorkflowTemplate']),
    spec: { templates: templatesFrom(random) },
  }),
  (random) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    spec: { schedule: '0 4 * * *', workflowSpec: { templates: templatesFrom(random) } },
  }),
  (random) => ({
    apiVersion: 'actions.summerwind.dev/v1alpha1',
    kind: 'RunnerDeployment',
    spec: { template: { spec: { image: referenceFrom(random), repository: 'acme/web' } } },
  }),
  (random) => ({
    apiVersion: 'tekton.dev/v1',
    kind: 'Task',
    spec: { steps: [{ name: 'build', image: referenceFrom(random) }] },
  }),
  (random) => ({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    spec: { image: referenceFrom(random), containers: [{ name: 'c0', image: referenceFrom(random) }] },
  }),
  (random) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      annotations: { [ROLE_KEY]: `arn:aws:iam::465002806239:role/${random.pick(['web', 'api'])}` },
    },
    imagePullSecrets: [{ name: 'ecr-login' }],
  }),
  () => ({ apiVersion: 'v1', kind: 'Service', spec: { ports: [{ port: 80 }], selector: { app: 'web' } } }),
  (random) => ({ apiVersion: 'v1', kind: 'ConfigMap', data: { image: referenceFrom(random), mode: 'on' } }),
]

const templatesFrom = (random: Random): Json => [
  { name: 'one', container: { name: 'main', image: referenceFrom(random), command: ['make'] } },
  ...(random.chance(0.5)
    ? [{ name: 'two', script: { image: random.chance(0.3) ? null : referenceFrom(random), source: 'make' } }]
    : []),
  ...(random.chance(0.4)
    ? [
        {
          name: 'three',
          containerSet: { containers: [{ name: 'a', image: referenceFrom(random) }] },
          initContainers: [{ name: 'i', image: referenceFrom(random) }],
          sidecars: [{ name: 's', image: referenceFrom(random) }],
        },
      ]
    : []),
]

export function workloadFrom(random: Random, name: string): Workload {
  return random.chance(0.68) ? podded(random, name) : other(random, name)
}

function other(random: Random, name: string): Workload {
  const made = random.pick(OTHERS)(random)
  const metadata = { ...(made.metadata as Fields | undefined), name }
  const { apiVersion, kind, metadata: _, ...rest } = made
  return {
    object: { apiVersion: String(apiVersion), kind: String(kind), metadata, ...rest },
    apiVersion: String(apiVersion),
    kind: String(kind),
    name,
    namespace: undefined,
    pod: undefined,
    containers: [],
  }
}

function podded(random: Random, name: string): Workload {
  const { apiVersion, kind, pod } = random.pick(KINDS)
  const namespace = random.chance(0.1) ? 'apps' : undefined
  const containers = Array.from({ length: 1 + random.below(3) }, (_, index) => `c${index}`)
  const labels = { app: name, tier: random.pick(['front', 'back']) }
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels,
    ...(random.chance(0.2) ? { annotations: { 'example.com/owner': 'team' } } : {}),
  }
  const spec = podSpec(random, containers)
  const body = pod.toReversed().reduce<Json>((held, key) => ({ [key]: held }), spec) as Fields
  return {
    object: { apiVersion, kind, metadata, ...body },
    apiVersion,
    kind,
    name,
    namespace,
    pod,
    containers,
  }
}

/** The same mapping in several places is written with an anchor. */
const SHARED = { limits: { cpu: '1', memory: '64Mi' } }

function podSpec(random: Random, names: readonly string[]): Fields {
  const shared = random.chance(0.15) ? SHARED : undefined
  const containers = names.map((name) => container(random, name, shared))
  return {
    containers,
    ...(random.chance(0.3) ? { initContainers: [container(random, 'init', shared)] } : {}),
    ...(random.chance(0.06) ? { ephemeralContainers: [container(random, 'debug', shared)] } : {}),
    ...(random.chance(0.25) ? { imagePullSecrets: [{ name: random.pick(['ecr-login', 'regcred']) }] } : {}),
    ...(random.chance(0.06)
      ? {
          volumes: [
            { name: 'models', image: { reference: referenceFrom(random) } },
            { name: 'tmp', emptyDir: {} },
          ],
        }
      : {}),
  }
}

function container(random: Random, name: string, shared: Json | undefined): Fields {
  const image = random.chance(0.03) ? null : referenceFrom(random)
  return {
    ...(shared !== undefined && random.chance(0.3)
      ? { '<<': { imagePullPolicy: 'Always', image: 'merged:1' } }
      : {}),
    name,
    ...(random.chance(0.97) ? { image } : {}),
    ...(random.chance(0.2) ? { env: [{ name: 'MODE', value: 'on' }] } : {}),
    ...(shared === undefined ? {} : { resources: shared }),
  }
}
