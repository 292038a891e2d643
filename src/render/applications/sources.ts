import { isRecord } from '../../names/text.ts'
import { itemsOf, readDocument, valuesOf } from '../graph/plain-yaml.ts'

/** A source of an Argo CD application that sets images (Argo CD, "Application Specification"). */
export interface ApplicationSource {
  /** As it is written: with placeholders in an ApplicationSet; undefined where something else says it. */
  readonly path: string | undefined
  readonly repoUrl: string | undefined
  /** `kustomize.images` */
  readonly images: readonly string[]
  /** Of an ApplicationSet. */
  readonly generators: readonly unknown[] | undefined
  /** All that it says. */
  readonly raw: unknown
  /** What it is in: the application itself, or the template of one. */
  readonly application: unknown
}

/** The sources in one document, which may be a list of objects. */
export function sourcesIn(document: unknown): readonly ApplicationSource[] {
  if (!isRecord(document)) return []
  const [kind] = valuesOf(document, 'kind')
  if (kind === 'List') return itemsOf(document, 'items').flatMap(sourcesIn)
  const [version] = valuesOf(document, 'apiVersion')
  if (typeof version !== 'string' || !version.startsWith('argoproj.io/')) return []
  const [spec] = valuesOf(document, 'spec')
  if (kind === 'Application') {
    return sourcesOf(spec).map((source) => asSource(source, { generators: undefined, application: document }))
  }
  if (kind !== 'ApplicationSet') return []
  const generators = itemsOf(spec, 'generators')
  const [application] = valuesOf(spec, 'template')
  const template = sourcesOf(specOfTemplate(spec))
  const common = template.map((source) => asSource(source, { generators, application }))
  const patched = mergedWith(template, patchOf(spec)).map((source) =>
    asSource(source, { generators, application }),
  )
  const overrides = generators.flatMap((generator) => overridesOf(generator, { template, application }))
  return [...common, ...patched, ...overrides]
}

/** `templatePatch` changes every application; it is a text of its own, which a template may have made no YAML. */
function patchOf(spec: unknown): unknown {
  const [text] = valuesOf(spec, 'templatePatch')
  const read = typeof text === 'string' ? readDocument(text) : undefined
  return read?.ok ? valuesOf(read.value, 'spec')[0] : undefined
}

/** What a patch does not say, the template does. */
function mergedWith([base]: readonly unknown[], patch: unknown): readonly unknown[] {
  return sourcesOf(patch).map((source) =>
    isRecord(source) && isRecord(base) ? { ...base, ...source } : source,
  )
}

interface Common extends Pick<ApplicationSource, 'application'> {
  readonly template: readonly unknown[]
}

/** A generator may change the template for the applications that it makes. */
function overridesOf(generator: unknown, common: Common): readonly ApplicationSource[] {
  const [asked] = isRecord(generator) ? Object.values(generator) : []
  const nested = itemsOf(asked, 'generators').flatMap((one) => overridesOf(one, common))
  const { template, application } = common
  const generators = [generator]
  const own = mergedWith(template, specOfTemplate(asked)).map((source) =>
    asSource(source, { generators, application }),
  )
  return [...own, ...nested].filter(({ images }) => images.length > 0)
}

const specOfTemplate = (value: unknown): unknown => valuesOf(valuesOf(value, 'template')[0], 'spec')[0]

const sourcesOf = (spec: unknown): readonly unknown[] => [
  ...valuesOf(spec, 'source'),
  ...itemsOf(spec, 'sources'),
  // Where the manifests of the source hydrator come from.
  ...valuesOf(spec, 'sourceHydrator').flatMap((hydrator) => valuesOf(hydrator, 'drySource')),
]

function asSource(
  source: unknown,
  from: Pick<ApplicationSource, 'generators' | 'application'>,
): ApplicationSource {
  const text = (key: string) => valuesOf(source, key).find((value) => typeof value === 'string')
  const images = valuesOf(source, 'kustomize').flatMap((kustomize) => itemsOf(kustomize, 'images'))
  return {
    path: text('path'),
    repoUrl: text('repoURL'),
    images: images.filter((image) => typeof image === 'string'),
    raw: source,
    ...from,
  }
}
