/** What tests look at of an object. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly type?: string
  readonly data?: Readonly<Record<string, string>>
  readonly spec?: {
    readonly template?: PodTemplate
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } }
  }
}

export interface PodTemplate {
  readonly spec: {
    readonly containers: readonly { readonly command: readonly string[]; readonly env: readonly Variable[] }[]
    readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number }
  }
}

export interface Variable {
  readonly name: string
  readonly value?: string
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string }
    readonly configMapKeyRef?: { readonly key: string }
    readonly secretKeyRef?: { readonly key: string }
  }
}

/** What tests look at of an object, a list or a refusal. */
export interface KubeAnswer extends Partial<KubeObject> {
  readonly items?: readonly KubeAnswer[]
  readonly message?: string
  readonly reason?: string
  readonly status?: { readonly token?: string }
  readonly involvedObject?: { readonly name: string }
  readonly gitVersion?: string
}

export function ofName(objects: KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name)
  if (!found) throw new Error(`no ${kind}/${name} is rendered`)
  return found
}

/** The pod of a CronJob or a Job. */
export function podOf({ kind, spec }: KubeObject): PodTemplate {
  const template = spec?.template ?? spec?.jobTemplate?.spec.template
  if (!template) throw new Error(`a ${kind} has no pod`)
  return template
}

const PLURALS: Readonly<Record<string, string>> = {
  ConfigMap: 'api/v1/namespaces/*/configmaps',
  ServiceAccount: 'api/v1/namespaces/*/serviceaccounts',
  Pod: 'api/v1/namespaces/*/pods',
  CronJob: 'apis/batch/v1/namespaces/*/cronjobs',
  Job: 'apis/batch/v1/namespaces/*/jobs',
  Role: 'apis/rbac.authorization.k8s.io/v1/namespaces/*/roles',
  RoleBinding: 'apis/rbac.authorization.k8s.io/v1/namespaces/*/rolebindings',
}

/** Where the API server has it; undefined for a kind that is not its own. */
export function pathOf({ kind, metadata }: KubeObject): string | undefined {
  const place = PLURALS[kind]?.replace('*', metadata.namespace ?? '')
  return place && `/${place}/${metadata.name}`
}
