import { posix } from 'node:path'
import { isRecord } from '../../names/text.ts'
import { inTree } from '../applications/addresses.ts'
import { parameterSets, type Surroundings } from '../applications/generators.ts'
import { type ApplicationSource, sourcesIn } from '../applications/sources.ts'
import { fill, isTemplate, type ParameterSet } from '../applications/template.ts'
import { shown } from '../graph/remote.ts'
import { splitManifests } from '../manifests/manifests.ts'
import type { Release } from '../tool/helm-job.ts'

/** A release that an Application of Argo CD makes, or why it is not known how. */
export interface Deployed {
  /** For people: `Application web (argocd/web.yaml)`. */
  readonly by: string
  readonly release: Release
  readonly ignoresMissing: boolean
  /** Why this cannot be rendered here. */
  readonly unknown: string | undefined
}

/** Each application of a set is much like the others. */
const MOST_OF_ONE = 10

/** Every release that the applications of a file make with Helm. */
export function releasesIn(
  { file, text }: { readonly file: string; readonly text: string },
  around: Surroundings,
  isMeant: (source: ApplicationSource, document: unknown) => boolean = () => true,
): readonly Deployed[] {
  return splitManifests(text).flatMap(({ content }) =>
    sourcesIn(content())
      .filter((source) => isMeant(source, content()))
      .flatMap((source) => releasesOf(file, source, around)),
  )
}

function releasesOf(file: string, source: ApplicationSource, around: Surroundings): readonly Deployed[] {
  const raw = isRecord(source.raw) ? source.raw : {}
  const application = isRecord(source.application) ? source.application : {}
  const name = textAt(application, 'metadata', 'name') ?? 'release'
  const by = `${source.generators ? 'ApplicationSet' : 'Application'} ${isTemplate(name) ? '' : `${shown(name)} `}(${file})`
  const one = { by, raw, application, name, around }
  if (!source.generators) return [deployed(one, undefined)]
  const sets = parameterSets(source.generators, around).slice(0, MOST_OF_ONE)
  return sets.map((set) => deployed(one, set))
}

interface Making {
  readonly by: string
  readonly raw: Readonly<Record<string, unknown>>
  readonly application: Readonly<Record<string, unknown>>
  readonly name: string
  readonly around: Surroundings
}

function deployed({ by, raw, application, name, around }: Making, set: ParameterSet | undefined): Deployed {
  const filled = <T>(value: T): T => (set ? (fillAll(value, set) as T) : value)
  const helm = filled(isRecord(raw.helm) ? raw.helm : {})
  const path = filled(textAt(raw, 'path'))
  const files = listOf(helm.valueFiles).map((one) => valueFile(one, path ?? '', { application, around }))
  const release: Release = {
    chart: path === undefined ? '' : inTree(path),
    name: plainName(textAt(helm, 'releaseName') ?? filled(name)),
    namespace: namespaceOf(filled(textAt(application, 'spec', 'destination', 'namespace'))),
    values: files.flatMap((one) => one.path ?? []),
    inline: inlineOf(helm),
    parameters: listOf(helm.parameters).flatMap(parameterOf),
  }
  const url = textAt(raw, 'repoURL')
  const unknown =
    raw.chart !== undefined || (url !== undefined && !around.isOwn(url)) || path === undefined
      ? `the chart ${shown(textAt(raw, 'chart') ?? path ?? '')} of ${shown(url ?? 'another repository')} is not in this repository`
      : (files.find((one) => one.why)?.why ??
        (listOf(helm.fileParameters).length > 0
          ? 'it has fileParameters, which are not read here'
          : undefined) ??
        gapIn([release.chart, release.values, release.inline, release.parameters]))
  return { by, release, ignoresMissing: helm.ignoreMissingValueFiles === true, unknown }
}

/** What generators do not say here. */
const gapIn = (value: unknown): string | undefined => {
  const text = JSON.stringify(value)
  return text.includes('\\u0000') || isTemplate(text)
    ? 'only the cluster or another repository knows what its template is filled with'
    : undefined
}

function fillAll(value: unknown, set: ParameterSet): unknown {
  if (typeof value === 'string') return isTemplate(value) ? fill(value, set) : value
  if (Array.isArray(value)) return value.map((item) => fillAll(item, set))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, fillAll(held, set)]))
}

/** `$ref/path` is in the source of that name; `/path` at the root of the repository, all others beside the chart (Argo CD, "Helm"). */
function valueFile(
  named: unknown,
  chart: string,
  { application, around }: Pick<Making, 'application' | 'around'>,
): { readonly path?: string; readonly why?: string } {
  const text = String(named)
  if (/^[a-z]+:\/\//i.test(text)) return { why: `its values ${shown(text)} are not in this repository` }
  if (/[*?]/.test(text)) return { why: `which files its pattern ${shown(text)} stands for is not known here` }
  const [, ref, rest = ''] = /^\$([^/]+)\/(.*)$/.exec(text) ?? []
  if (ref === undefined) return { path: inTree(text.startsWith('/') ? text : posix.join(chart, text)) }
  const spec = isRecord(application.spec) ? application.spec : {}
  const source = listOf(spec.sources).find((one) => isRecord(one) && one.ref === ref)
  const url = isRecord(source) ? textAt(source, 'repoURL') : undefined
  if (url === undefined || !around.isOwn(url))
    return { why: `its values ${shown(text)} are of another repository` }
  return { path: inTree(rest) }
}

/** Argo CD takes `valuesObject` before `values`. */
function inlineOf({ values, valuesObject }: Readonly<Record<string, unknown>>): string | undefined {
  // JSON is YAML in which every text is in quotes.
  if (isRecord(valuesObject) && Object.keys(valuesObject).length > 0) return JSON.stringify(valuesObject)
  return typeof values === 'string' && values.trim() !== '' ? values : undefined
}

/** As Argo CD hands them to helm: a comma is none between two values but in a list (util/helm, `cleanSetParameters`). */
function parameterOf(parameter: unknown): Release['parameters'] {
  if (!isRecord(parameter) || typeof parameter.name !== 'string') return []
  const value = String(parameter.value ?? '')
  const isList = value.startsWith('{') && value.endsWith('}')
  const text = isList ? value : value.replaceAll(/(?<!\\),/g, String.raw`\,`)
  return [{ assignment: `${parameter.name}=${text}`, isText: parameter.forceString === true }]
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const held = keys.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value)
  return typeof held === 'string' ? held : undefined
}

/** helm takes no other names: at most 53 characters of these. */
function plainName(name: string): string {
  return name.length <= 53 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) ? name : 'release'
}

const namespaceOf = (name: string | undefined): string | undefined =>
  name !== undefined && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) ? name : undefined
