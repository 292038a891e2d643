import { aroundOf, type BuildFolder } from './argocd/around.ts'
import { argocdDelivery, type Delivery, joined, NOTHING } from './argocd/deliver.ts'
import { isUpdatedBy, updatersIn } from './argocd/image-updater.ts'
import type { RepositoryFiles } from './file.ts'
import { fluxDelivery } from './flux/deliver.ts'
import { chartsAlone, chartsOfKustomizations, valuesAlone } from './helm/alone.ts'
import { openCharts } from './helm/chart/charts.ts'
import type { HelmDelivery } from './helm/deliver.ts'
import type { EffectiveImage } from './image.ts'
import type { Kustomization } from './kustomize/kustomization.ts'
import type { KubeObject } from './object.ts'

export interface Deliverable {
  readonly files: RepositoryFiles
  readonly kustomizations: ReadonlyMap<string, Kustomization>
  readonly build: BuildFolder
  /** All that kustomizations build, and what stands in files that none of them reaches. */
  readonly objects: readonly KubeObject[]
}

export interface Delivered extends Delivery {
  /** Whether Argo CD Image Updater keeps an image up to date. */
  readonly isUpdated: (image: Pick<EffectiveImage, 'name' | 'origins'>) => boolean
}

/** Of all templates of a repository together; real ones take a few ten thousand steps for a chart. */
const MOST_STEPS = 5_000_000

/** What Argo CD, Flux and Helm bring to clusters beside the kustomizations themselves. */
export function deliveryOf({ files, kustomizations, build, objects }: Deliverable): Delivered {
  const charts = openCharts(files)
  const budget = { steps: MOST_STEPS }
  const around = aroundOf({ files, charts, build, budget })
  const alone = { files, charts, budget }
  const deployed = joined([
    argocdDelivery(objects, around),
    fluxDelivery(objects, around),
    ofCharts(chartsOfKustomizations(kustomizations, alone)),
  ])
  const used = new Set(
    deployed.uses.flatMap(({ chart, release }) => [
      ...(chart === undefined ? [] : [chart]),
      ...release.files,
    ]),
  )
  const others = [...chartsAlone(used, alone), ...valuesAlone(used, alone)]
  const isUpdated = isUpdatedBy(updatersIn(objects))
  return { ...joined([deployed, ofCharts(others)]), isUpdated }
}

const ofCharts = (charts: readonly HelmDelivery[]): Delivery => ({
  ...NOTHING,
  uses: charts.map(({ use }) => use),
  images: charts.flatMap(({ images }) => images),
  roles: charts.flatMap(({ roles }) => roles),
})
