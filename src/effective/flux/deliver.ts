import { inTree } from '../../render/applications/addresses.ts'
import type { Around, BuildOverrides } from '../argocd/around.ts'
import { type Delivery, joined, NOTHING } from '../argocd/deliver.ts'
import { directoryObjects } from '../argocd/directory.ts'
import { saidAt } from '../argocd/sources.ts'
import { deliverChart, deliverValues } from '../helm/deliver.ts'
import type { KubeObject, Origin } from '../object.ts'
import { itemsAt, type ScalarNode, valueAt } from '../yaml/node.ts'
import { type ConfigMaps, configMapsIn, givenByRelease } from './helm-release.ts'
import { argocdImages } from './images.ts'
import { substituted, substitutionsOf } from './substitute.ts'

/** What the HelmReleases and Kustomizations of Flux among these objects deploy, as far as it lies in this repository. */
export function fluxDelivery(objects: readonly KubeObject[], around: Around): Delivery {
  const configMaps = configMapsIn(objects)
  return joined(
    objects.map((object) => {
      if (isOf(object, 'helm.toolkit.fluxcd.io/', 'HelmRelease'))
        return fromRelease(object, configMaps, around)
      if (isOf(object, 'kustomize.toolkit.fluxcd.io/', 'Kustomization'))
        return fromKustomization(object, configMaps, around)
      return NOTHING
    }),
  )
}

const isOf = ({ apiVersion, kind }: KubeObject, group: string, wanted: string): boolean =>
  kind === wanted && apiVersion.startsWith(group)

const originOf = (object: KubeObject, namespace: string | undefined): Origin => ({
  root: object.root.source.path,
  kind: 'flux',
  namespace: namespace ?? object.namespace,
})

function fromRelease(object: KubeObject, configMaps: ConfigMaps, around: Around): Delivery {
  const spec = valueAt(object.root, 'spec')
  const origin = originOf(object, saidAt(spec, 'targetNamespace')?.text)
  const given = givenByRelease(object, configMaps, around)
  const name = saidAt(spec, 'releaseName')?.text ?? object.name
  const path = chartPath(object, around)
  const chart = path === undefined ? undefined : around.charts.at(path)
  // What a post-renderer changes is not followed.
  const certain = itemsAt(spec, 'postRenderers').length === 0
  const delivering = { origin, name, given, certain, budget: around.budget }
  const { use, images, roles } = chart
    ? deliverChart(chart, delivering)
    : deliverValues(given.values, delivering)
  return { ...NOTHING, uses: [use], images, roles, folders: chart ? [chart.place] : [] }
}

/** A chart of a git repository is a path; one of a Helm repository is a name, which a folder may have by chance. */
function chartPath({ root }: KubeObject, { charts }: Around): string | undefined {
  const source = saidAt(root, 'spec', 'chart', 'spec', 'sourceRef', 'kind')?.text
  const chart = saidAt(root, 'spec', 'chart', 'spec', 'chart')?.text
  if (chart === undefined || source === 'HelmRepository') return undefined
  const path = inTree(chart)
  return charts.at(path) ? path : undefined
}

function fromKustomization(object: KubeObject, configMaps: ConfigMaps, around: Around): Delivery {
  const spec = valueAt(object.root, 'spec')
  const at = saidAt(spec, 'path')
  const path = inTree(at?.text ?? '')
  if (at === undefined || !around.folders.has(path)) return NOTHING
  const origin = { ...originOf(object, saidAt(spec, 'targetNamespace')?.text), folder: path }
  const built = around.build(path, overridesIn(object)) ?? generated(path, origin, around)
  if (!built || built.objects.length === 0) return NOTHING
  const substitutions = substitutionsOf(object, configMaps)
  const objects = substitutions ? substituted(built.objects, substitutions) : built.objects
  const substitutes = substitutions !== undefined
  const deployed = { ...built, objects, origin: { ...origin, ...(substitutes ? { substitutes } : {}) } }
  return { ...NOTHING, deployed: [deployed], folders: [path] }
}

/** Where no kustomization is, Flux makes one of all manifests below. */
function generated(path: string, origin: Origin, around: Around) {
  const objects = directoryObjects(path, { recurse: true }, around.files)
  return { origin, objects, unknown: [] }
}

function overridesIn({ root }: KubeObject): BuildOverrides {
  const spec = valueAt(root, 'spec')
  return {
    images: argocdImages(itemsAt(spec, 'images')),
    patches: itemsAt(spec, 'patches'),
    namespace: saidAt(spec, 'targetNamespace'),
    namePrefix: saidAt(spec, 'namePrefix'),
    nameSuffix: saidAt(spec, 'nameSuffix'),
    components: itemsAt(spec, 'components').filter((item): item is ScalarNode => item.kind === 'scalar'),
  }
}
