import { type FieldSpec, specFor } from '../images/field-spec.ts'

const IN_CONTAINER = ['args', 'command', 'env/value', 'volumeMounts/mountPath']
const IN_POD = ['containers', 'initContainers'].flatMap((list) =>
  IN_CONTAINER.map((field) => `${list}/${field}`),
)

const inPods = (kind: string, pod: string): readonly FieldSpec[] =>
  [...IN_POD, 'volumes/nfs/server'].map((field) => specFor(`${pod}/${field}`, kind))

/** Where kustomize fills in variables, unless it is told of more (kustomize api, builtinpluginconsts/varreference.go). */
export const VAR_SPECS: readonly FieldSpec[] = [
  ...inPods('CronJob', 'spec/jobTemplate/spec/template/spec'),
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'].flatMap((kind) =>
    inPods(kind, 'spec/template/spec'),
  ),
  ...inPods('Pod', 'spec'),
  specFor('spec/template/metadata/annotations', 'Deployment'),
  specFor('spec/rules/host', 'Ingress'),
  specFor('spec/tls/hosts', 'Ingress'),
  specFor('spec/tls/secretName', 'Ingress'),
  specFor('spec/ports/port', 'Service'),
  specFor('spec/ports/targetPort', 'Service'),
  specFor('spec/nfs/server', 'PersistentVolume'),
  specFor('metadata/labels'),
  specFor('metadata/annotations'),
]
