import type { KubeObject } from '../../../../effective/object.ts'
import type { Pulls } from '../../../../effective/pull-secrets.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import type { PullSecretUse } from '../../../../effective/sites/pull-secret.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { namespaceOf } from './known.ts'

export const pullSecretNamespace: Rule = {
  id: 'pull-secret-namespace',
  title: 'A pod names a pull secret that is made in another namespace',
  severity: 'warning',
  why: 'A pod finds secrets of its own namespace only. One that is not there is passed over without a word: the kubelet pulls with no password and is answered with 401, or "no basic auth credentials".',
  example: { path: 'web.yaml', bad: examplePair('tools'), good: examplePair('web') },
  *check({ repository }) {
    const found = foundIn(repository.pulls)
    if (found.length > 0 && !copiesSecrets(repository)) yield* found
  },
}

function foundIn(all: readonly Pulls[]): readonly Found[] {
  const made = all.flatMap(madeIn)
  // What may make any secret anywhere leaves nothing to say.
  if (made.some(({ name, namespace }) => name === undefined && namespace === undefined)) return []
  const byName = Map.groupBy(made, ({ name }) => name)
  return all.flatMap((pulls) => {
    // What is not known of a root may make the secret as well.
    if (pulls.deployed.unknown.length > 0) return []
    const own = madeIn(pulls)
    return pulls.uses.flatMap((use) => {
      const [first] = own.filter(({ name }) => name === use.name)
      const makers = [...(byName.get(use.name) ?? []), ...(byName.get(undefined) ?? [])]
      return first && isElsewhere(use, makers) ? [foundAt(use, first, pulls.deployed.origin.root)] : []
    })
  })
}

function foundAt(use: PullSecretUse, made: Made, root: string): Found {
  const [there, here] = [quote(made.namespace ?? ''), quote(namespaceOf(use) ?? '')]
  return {
    at: use.at,
    message: `Pull secret ${quote(use.name)} is made in namespace ${there}, but ${quote(use.object)} is in ${here}, where it is not seen`,
    hint: `Have ${quote(made.by)} make it in ${here} as well, or move one of the two.`,
    inheritedBy: [root],
  }
}

interface Made {
  /** undefined where a script does not say it in plain text: it may be any. */
  readonly name: string | undefined
  readonly namespace: string | undefined
  readonly by: string
}

function madeIn({ secrets, refreshers }: Pulls): readonly Made[] {
  return [
    ...secrets.map((secret) => ({ name: secret.name, namespace: namespaceOf(secret), by: secret.object })),
    ...refreshers.flatMap((refresher) => {
      const by = refresher.object
      // A script that makes secrets in another way than by the command that is known may make any, anywhere.
      if (refresher.writes.length === 0) return [{ name: undefined, namespace: undefined, by }]
      return refresher.writes.map(({ name, namespace, anywhere }) => ({
        ...{ name, by },
        namespace: anywhere ? undefined : (namespace ?? namespaceOf(refresher)),
      }))
    }),
  ]
}

/** Whether all that may make a secret of that name is known to make it in another namespace. */
function isElsewhere(use: PullSecretUse, made: readonly Made[]): boolean {
  const namespace = namespaceOf(use)
  return (
    namespace !== undefined && made.every((one) => one.namespace !== undefined && one.namespace !== namespace)
  )
}

/** What brings secrets to other namespaces by rules of its own. */
function copiesSecrets({ deployed }: EffectiveRepository): boolean {
  return deployed.some(({ objects }) => objects.some(isCopier))
}

const COPIERS = new Set(['ClusterPolicy', 'ClusterExternalSecret', 'ClusterSecret', 'PushSecret'])
/** The field of a pod is called imagePullSecrets, so that alone says nothing of the program that copies secrets. */
const COPIED = /reflector\.|replicator\.|kubed\.|config-syncer|imagepullsecrets?[.-]/i

function isCopier({ kind, root }: KubeObject): boolean {
  if (COPIERS.has(kind)) return true
  return (
    (kind === 'Secret' || kind === 'Deployment' || kind === 'Application' || kind === 'HelmRelease') &&
    COPIED.test(root.source.text.slice(root.start, root.end))
  )
}

function examplePair(namespace: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: web
spec:
  containers:
    - name: web
      image: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2
  imagePullSecrets:
    - name: ecr
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ecr
  namespace: ${namespace}
spec:
  refreshInterval: 3h
  target:
    name: ecr
    template:
      type: kubernetes.io/dockerconfigjson
`
}
