/**
 * Lists of Kubernetes that are merged item by item, and by which fields (`x-kubernetes-patch-strategy`,
 * `-patch-merge-key` and `-list-map-keys` of the schema of Kubernetes 1.21.2, which kustomize v5 holds). All other
 * lists are replaced, and so are all lists of kinds that are not in that schema. Of `status` nobody writes patches.
 */
export interface Shape {
  readonly [field: string]: Shape | MergedList
}

/** A list with fields to merge by; without fields, one of plain values. */
export interface MergedList {
  readonly keys: readonly string[]
  readonly items?: Shape
}

export const isMergedList = (shape: Shape | MergedList | undefined): shape is MergedList =>
  Array.isArray(shape?.keys)

const by = (keys: readonly string[], items?: Shape): MergedList => ({ keys, ...(items && { items }) })

const METADATA: Shape = { finalizers: by([]), ownerReferences: by(['uid']) }

const CONTAINER: Shape = {
  env: by(['name']),
  ports: by(['containerPort', 'protocol']),
  volumeDevices: by(['devicePath']),
  volumeMounts: by(['mountPath']),
}

const POD_SPEC: Shape = {
  containers: by(['name'], CONTAINER),
  initContainers: by(['name'], CONTAINER),
  ephemeralContainers: by(['name'], {
    env: by(['name']),
    volumeDevices: by(['devicePath']),
    volumeMounts: by(['mountPath']),
  }),
  hostAliases: by(['ip']),
  imagePullSecrets: by(['name']),
  topologySpreadConstraints: by(['topologyKey', 'whenUnsatisfiable']),
  volumes: by(['name']),
}

const POD: Shape = { metadata: METADATA, spec: POD_SPEC }
const OBJECT: Shape = { metadata: METADATA }
const CLAIMS: Shape = { template: POD }
const WORKLOAD: Shape = { metadata: METADATA, spec: CLAIMS }
const CRON_JOB: Shape = {
  metadata: METADATA,
  spec: { jobTemplate: { metadata: METADATA, spec: { template: POD } } },
}
const WEBHOOKS: Shape = { metadata: METADATA, webhooks: by(['name']) }

const SHAPES: Readonly<Record<string, Shape>> = {
  'v1/Pod': POD,
  'v1/PodTemplate': { metadata: METADATA, template: POD },
  'v1/ReplicationController': WORKLOAD,
  'v1/Service': { metadata: METADATA, spec: { ports: by(['port', 'protocol']) } },
  'v1/ServiceAccount': { metadata: METADATA, secrets: by(['name']) },
  'v1/Node': { metadata: METADATA, spec: { podCIDRs: by([]) } },
  'apps/v1/DaemonSet': WORKLOAD,
  'apps/v1/Deployment': WORKLOAD,
  'apps/v1/ReplicaSet': WORKLOAD,
  'apps/v1/StatefulSet': WORKLOAD,
  'batch/v1/Job': WORKLOAD,
  'batch/v1/CronJob': CRON_JOB,
  'batch/v1beta1/CronJob': CRON_JOB,
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': WEBHOOKS,
  'storage.k8s.io/v1/CSINode': { metadata: METADATA, spec: { drivers: by(['name']) } },
  'storage.k8s.io/v1beta1/CSINode': { metadata: METADATA, spec: { drivers: by(['name']) } },
}

/** Other kinds of those groups have no lists that are merged, their metadata aside. */
const KNOWN_GROUPS =
  /^(?:v1|apps\/v1|batch\/v1(?:beta1)?|policy\/v1(?:beta1)?|networking\.k8s\.io\/v1(?:beta1)?|rbac\.authorization\.k8s\.io\/v1(?:beta1)?|autoscaling\/(?:v1|v2beta[12])|storage\.k8s\.io\/v1(?:beta1)?)$/

/** undefined for kinds of which nothing is merged. */
export function shapeOf(apiVersion: string, kind: string): Shape | undefined {
  const key = `${apiVersion}/${kind}`
  return known.get(key) ?? (KNOWN_GROUPS.test(apiVersion) ? OBJECT : undefined)
}

const known = new Map(Object.entries(SHAPES))
