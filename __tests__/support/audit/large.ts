import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Random, seededRandom } from '../random.ts'
import * as app from './large-app.ts'
import * as other from './large-other.ts'

/** What a figure is a figure of: changed, it is another repository. */
const SEED = 18
const ENVIRONMENTS = ['dev', 'staging', 'prod']
const REGIONS = ['eu', 'us']

/** The YAML files of a repository of a platform team, in the styles of real ones: 1.6 kB each on the average. */
export function* largeRepository(count: number): Generator<readonly [path: string, text: string]> {
  const random = seededRandom(SEED)
  let left = count
  for (let index = 0; left > 0; index += 1) {
    for (const file of unitOf(random, index)) {
      if (left <= 0) return
      left -= 1
      yield file
    }
  }
}

/** One repository in which so many overlays stand on a few bases, six on each. */
export function* overlaysRepository(count: number): Generator<readonly [path: string, text: string]> {
  const random = seededRandom(SEED)
  const each = ENVIRONMENTS.length * REGIONS.length
  for (let index = 0; index < count / each; index += 1) {
    const name = `app-${index}`
    yield* baseOf(random, name)
    for (const environment of ENVIRONMENTS) {
      for (const region of REGIONS) yield* overlayOf(random, name, `${environment}-${region}`)
    }
  }
}

/** The folders of its overlays. */
export function overlaysIn(count: number): readonly string[] {
  const paths = [...overlaysRepository(count)].map(([path]) => path)
  return paths.filter((path) => /\/overlays\/[^/]+\/kustomization\.yaml$/.test(path)).map(dirname)
}

export function writeRepository(
  folder: string,
  files: Iterable<readonly [path: string, text: string]>,
): void {
  const made = new Set<string>()
  for (const [path, text] of files) {
    const file = join(folder, path)
    if (!made.has(dirname(file))) mkdirSync(dirname(file), { recursive: true })
    made.add(dirname(file))
    writeFileSync(file, text)
  }
}

type Files = readonly (readonly [path: string, text: string])[]

/** Twenty files that belong together. */
function unitOf(random: Random, index: number): Files {
  const name = `service-${index}`
  return [
    ...baseOf(random, name),
    ...ENVIRONMENTS.flatMap((environment) => overlayOf(random, name, environment)),
    [`argocd/${name}.yaml`, other.application(name)],
    [`helm/${name}/values.yaml`, other.values(random, name)],
    index % 3 === 0
      ? [`helm/${name}/templates/deployment.yaml`, other.template(name)]
      : [`policies/${name}.yaml`, other.policies(name)],
    index % 5 === 0
      ? [`crds/${name}.yaml`, other.definition(name)]
      : [`dashboards/${name}.yaml`, other.dashboard(random, name)],
  ]
}

const baseOf = (random: Random, name: string): Files => [
  [`apps/${name}/base/kustomization.yaml`, app.baseKustomization(random)],
  [`apps/${name}/base/deployment.yaml`, app.deployment(random, name)],
  [`apps/${name}/base/service.yaml`, app.service(name)],
  [`apps/${name}/base/serviceaccount.yaml`, app.serviceAccount(name)],
  [`apps/${name}/base/cronjob.yaml`, app.cronJob(name)],
  [`apps/${name}/base/config.yaml`, app.config(random, name)],
  [`apps/${name}/base/ingress.yaml`, app.ingress(name)],
]

const overlayOf = (random: Random, name: string, environment: string): Files => [
  [`apps/${name}/overlays/${environment}/kustomization.yaml`, app.overlay(random, name, environment)],
  [`apps/${name}/overlays/${environment}/resources.yaml`, app.resourcesPatch(random, name)],
  [`apps/${name}/overlays/${environment}/secrets.yaml`, other.externalSecret(name, environment)],
]
