import { deliverChart, deliverValues } from '../helm/deliver.ts'
import type { HelmUse } from '../helm/use.ts'
import type { SitedImage } from '../images.ts'
import type { Deployed, KubeObject, Origin } from '../object.ts'
import type { SitedRole } from '../roles.ts'
import { itemsAt, type ScalarNode, valueAt, type YamlNode } from '../yaml/node.ts'
import { type Application, applicationsOf, isApplication } from './applications.ts'
import type { Around, BuildOverrides } from './around.ts'
import { directoryObjects, optionsIn } from './directory.ts'
import { givenBy } from './helm-source.ts'
import { nodesOf, type Source, saidAt, sourcesOf } from './sources.ts'

/** What something of the repository brings to a cluster. */
export interface Delivery {
  readonly deployed: readonly Deployed[]
  readonly uses: readonly HelmUse[]
  readonly images: readonly SitedImage[]
  readonly roles: readonly SitedRole[]
  /** Folders that are surely deployed from here: alone they are not what reaches the cluster. */
  readonly folders: readonly string[]
}

export const NOTHING: Delivery = { deployed: [], uses: [], images: [], roles: [], folders: [] }

export function joined(deliveries: readonly Delivery[]): Delivery {
  return {
    deployed: deliveries.flatMap((one) => one.deployed),
    uses: deliveries.flatMap((one) => one.uses),
    images: deliveries.flatMap((one) => one.images),
    roles: deliveries.flatMap((one) => one.roles),
    folders: [...new Set(deliveries.flatMap((one) => one.folders))],
  }
}

/** What the Applications among these objects deploy, as far as it lies in this repository. */
export function argocdDelivery(objects: Iterable<KubeObject>, around: Around): Delivery {
  const applications = [...new Set(objects)].filter(isApplication)
  return joined(
    applications.flatMap((object) => applicationsOf(object, around).map((one) => delivered(one, around))),
  )
}

function delivered(application: Application, around: Around): Delivery {
  const sources = sourcesOf(application, around.files)
  const local = sources.map((source) => fromSource(source, around))
  const charts = nodesOf(application.spec).filter((node) => saidAt(node, 'chart'))
  return joined([...local, ...charts.map((node) => fromRemoteChart(node, application, around))])
}

const originOf = (file: string, namespace: string | undefined): Origin => ({
  root: file,
  kind: 'argocd',
  namespace,
})

function fromSource(source: Source, around: Around): Delivery {
  const { application, path, node, namespace } = source
  const origin = { ...originOf(application.file, namespace), folder: path }
  const chart = valueAt(node, 'plugin') ? undefined : around.charts.at(path)
  if (chart) {
    const given = givenBy(source, around)
    const name = saidAt(node, 'helm', 'releaseName')?.text ?? application.name
    const { certain } = application
    const { use, images, roles } = deliverChart(chart, {
      origin,
      name,
      given,
      certain,
      budget: around.budget,
    })
    return { ...NOTHING, uses: [use], images, roles, folders: [path] }
  }
  if (!around.folders.has(path) || valueAt(node, 'plugin')) return NOTHING
  const built = around.build(path, overridesIn(valueAt(node, 'kustomize')))
  if (built) {
    const inNamespace = { ...origin, namespace: built.origin.namespace ?? namespace }
    return { ...NOTHING, deployed: [{ ...built, origin: inNamespace }], folders: [path] }
  }
  const objects = directoryObjects(path, optionsIn(valueAt(node, 'directory')), around.files)
  if (objects.length === 0) return NOTHING
  return { ...NOTHING, deployed: [{ origin, objects, unknown: [] }], folders: [path] }
}

/** Of a chart that lies elsewhere only the values are here. */
function fromRemoteChart(node: YamlNode, application: Application, around: Around): Delivery {
  const at = saidAt(node, 'chart')
  if (!at) return NOTHING
  const origin = originOf(application.file, saidAt(application.spec, 'destination', 'namespace')?.text)
  const given = givenBy({ application, path: '', node, at, namespace: origin.namespace }, around)
  if (!given.values) return NOTHING
  const delivering = { origin, name: application.name, given, certain: false, budget: around.budget }
  const { use, images, roles } = deliverValues(given.values, delivering)
  return { ...NOTHING, uses: [use], images, roles }
}

function overridesIn(kustomize: YamlNode | undefined): BuildOverrides {
  const texts = (key: string) =>
    itemsAt(kustomize, key).filter((item): item is ScalarNode => item.kind === 'scalar')
  return {
    images: texts('images'),
    patches: itemsAt(kustomize, 'patches'),
    namespace: saidAt(kustomize, 'namespace'),
    namePrefix: saidAt(kustomize, 'namePrefix'),
    nameSuffix: saidAt(kustomize, 'nameSuffix'),
    components: texts('components'),
  }
}
