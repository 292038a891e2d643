import { parameterSets, type Surroundings } from '../../render/applications/generators.ts'
import type { ParameterSet } from '../../render/applications/template.ts'
import { isNotKnown } from '../helm/not-known.ts'
import type { Budget } from '../helm/template/meter.ts'
import { overFile } from '../helm/values.ts'
import type { KubeObject } from '../object.ts'
import {
  entriesOf,
  itemsAt,
  type ScalarNode,
  textAt,
  valueAt,
  valueUnder,
  type YamlNode,
} from '../yaml/node.ts'
import { readYaml } from '../yaml/read.ts'
import { type Fill, filled, fillWith } from './parameters.ts'
import { plainOf } from './plain.ts'

/** An Application of Argo CD, or one of those that an ApplicationSet makes. */
export interface Application {
  /** The file that declares it. */
  readonly file: string
  readonly name: string | undefined
  /** `spec` of the Application. */
  readonly spec: YamlNode
  readonly annotations: YamlNode | undefined
  /** Whether all that is said of it is known here. */
  readonly certain: boolean
}

/** Each application of a set is much like the others, and nobody has more of one kind. */
const MOST_OF_ONE = 500

export const isApplication = ({ apiVersion, kind }: KubeObject): boolean =>
  apiVersion.startsWith('argoproj.io/') && (kind === 'Application' || kind === 'ApplicationSet')

export function applicationsOf(
  { root, kind }: KubeObject,
  { surroundings, budget }: { readonly surroundings: Surroundings; readonly budget: Budget },
): readonly Application[] {
  const file = root.source.path
  const spec = valueAt(root, 'spec')
  if (!spec) return []
  if (kind === 'Application') return [applicationIn(file, root)].flatMap((one) => one ?? [])
  const isGoTemplate = textAt(spec, 'goTemplate') === 'true'
  return itemsAt(spec, 'generators').flatMap((generator) => {
    const template = templateFor(generator, valueAt(spec, 'template'))
    const sets = parameterSets([plainOf(generator)], surroundings).slice(0, MOST_OF_ONE)
    return sets.flatMap((set) => {
      const fillIn = fillWith(set, isGoTemplate, budget)
      return made(file, { template, patch: valueAt(spec, 'templatePatch'), set, fillIn }) ?? []
    })
  })
}

/** A generator may change the template for the applications that it makes. */
function templateFor(generator: YamlNode, template: YamlNode | undefined): YamlNode | undefined {
  const [asked] = entriesOf(generator)
  return overFile(valueAt(asked?.value, 'template'), template)
}

interface Making {
  readonly template: YamlNode | undefined
  readonly patch: YamlNode | undefined
  readonly set: ParameterSet
  readonly fillIn: Fill
}

function made(file: string, { template, patch, fillIn }: Making): Application | undefined {
  if (!template) return undefined
  const patched = patch?.kind === 'scalar' ? patchOf(patch, fillIn) : undefined
  const whole = overFile(patched, filled(template, fillIn))
  const application = whole && applicationIn(file, whole)
  if (!application) return undefined
  const isPatchKnown = patch === undefined || patched !== undefined
  return { ...application, certain: isPatchKnown }
}

/** A text that makes a mapping for each application. */
function patchOf(patch: ScalarNode, fillIn: Fill): YamlNode | undefined {
  const text = fillIn(patch.text)
  if (text === undefined) return undefined
  const read = readYaml({ ...patch.source, exact: false }, text, () => patch.start)
  return read.faults.length === 0 ? read.documents[0]?.root : undefined
}

function applicationIn(file: string, root: YamlNode): Application | undefined {
  const spec = valueAt(root, 'spec')
  if (!spec) return undefined
  const name = valueUnder(root, ['metadata', 'name'])
  return {
    file,
    name: name?.kind === 'scalar' && !isNotKnown(name) ? name.text : undefined,
    spec,
    annotations: valueUnder(root, ['metadata', 'annotations']),
    certain: true,
  }
}
