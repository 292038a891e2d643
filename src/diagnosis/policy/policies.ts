import type { Source, YamlNode } from '../../effective/yaml/node.ts'
import { atFile } from '../../errors/at-file.ts'
import { parentOf } from '../../names/path.ts'
import { type Resolve, readHcl } from './code/hcl.ts'
import { readScript } from './code/script.ts'
import { type Literal, type MapLiteral, mapsIn } from './literal.ts'
import { literalOf } from './of-yaml.ts'
import type { PolicyStatement } from './statement.ts'
import { statementsIn } from './statements.ts'

/** A text that may hold policies: documents of YAML or JSON, or a text in a language of its own. */
export type PolicyText = Source & { readonly documents?: readonly YamlNode[] }

/** What no text of a policy for a registry is without: others are not read. */
const MENTIONED = /\becr:/i

/** The statements of the policies that these texts write down; files of Terraform know the locals of their folder. */
export function policiesIn(texts: readonly PolicyText[]): readonly PolicyStatement[] {
  const folders = Map.groupBy(texts.filter(isHcl), ({ path }) => parentOf(path))
  const locals = new Map<string, Resolve>()
  const statementsOf = (text: PolicyText): readonly PolicyStatement[] => {
    if (!isHcl(text)) return ofText(text)
    const folder = parentOf(text.path)
    const resolve = locals.get(folder) ?? localsOf(folders.get(folder) ?? [])
    locals.set(folder, resolve)
    return statementsIn(readHcl(text, resolve), 'hcl')
  }
  const mentioning = texts.filter(({ text }) => MENTIONED.test(text))
  return mentioning.flatMap((text) => atFile(text.path, () => statementsOf(text)))
}

const isHcl = ({ path }: PolicyText): boolean => path.endsWith('.tf')

function ofText(text: PolicyText): readonly PolicyStatement[] {
  if (/\.[cm]?[jt]s$/.test(text.path))
    return readScript(text).flatMap((map) => statementsIn(map, 'typescript'))
  const language = text.path.endsWith('.json') ? 'json' : 'cloudformation'
  return (text.documents ?? []).flatMap((root) => statementsIn(literalOf(root), language))
}

/** What `local.NAME` is, where one block of the folder says it. */
function localsOf(texts: readonly PolicyText[]): Resolve {
  const blocks = texts.flatMap((text) => [...mapsIn(readHcl(text))].flatMap(localsIn))
  const known = new Map<string, Literal>(blocks)
  return (name) => (name.startsWith('local.') ? known.get(name.slice('local.'.length)) : undefined)
}

function localsIn(map: MapLiteral): readonly (readonly [string, Literal])[] {
  return map.entries.flatMap(([key, value]) =>
    key === 'locals' && value.kind === 'map' ? value.entries : [],
  )
}
