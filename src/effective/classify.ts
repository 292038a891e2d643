import { atFile } from '../errors/at-file.ts'
import type { AuditFile, FileKind } from './file.ts'
import { saysGenerated } from './files/generated.ts'
import { isCode } from './files/names.ts'
import { textAt, type YamlNode } from './yaml/node.ts'
import { readYaml } from './yaml/read.ts'
import type { YamlFault, YamlText } from './yaml/text.ts'

/** What the rest of the repository says of a file. */
interface Surroundings {
  /** It lies in the templates of a chart. */
  readonly isTemplate?: boolean
  /** Attributes of git call it generated. */
  readonly isGenerated?: boolean
}

const NOTHING: YamlText = { documents: [], faults: [] }

/** What a file is to an audit. It is read as YAML when somebody asks what it says, and once. */
export function classify(path: string, text: string, around: Surroundings = {}): AuditFile {
  let known: Reading | undefined
  const reading = (): Reading => {
    known ??= atFile(path, () => read(file, around))
    return known
  }
  const file: AuditFile = {
    path,
    text,
    exact: true,
    sops: isEncrypted(text),
    generated: around.isGenerated === true || saysGenerated(text),
    get kind() {
      return reading().kind
    },
    get documents() {
      return reading().documents
    },
    get faults() {
      return reading().faults
    },
  }
  return file
}

interface Reading {
  readonly kind: FileKind
  readonly documents: readonly YamlNode[]
  readonly faults: readonly YamlFault[]
}

function read(file: AuditFile, { isTemplate }: Surroundings): Reading {
  if (isCode(file.path)) return { kind: 'code', documents: [], faults: [] }
  if (isTemplate || file.path.endsWith('.tpl')) return { kind: 'template', documents: [], faults: [] }
  const { documents, faults } = isBlank(file.text) ? NOTHING : readYaml(file)
  if (faults.length > 0 && isFilledIn(file.text)) return { kind: 'template', documents: [], faults: [] }
  const roots = documents.flatMap(({ root }) => (root && !isDefinition(root) ? [root] : []))
  return { kind: 'yaml', documents: roots, faults: isLoose(file) ? [] : faults }
}

const isBlank = (text: string): boolean => !/\S/.test(text)

/** A CustomResourceDefinition describes objects, with words that look like them. */
const isDefinition = (root: YamlNode): boolean => textAt(root, 'kind') === 'CustomResourceDefinition'

/**
 * Braces of Helm, Jinja and others that no comment and no quotation mark is in front of, on their line. Only asked of what
 * cannot be read: within a text they are YAML; else `{{` is a mapping as the key of a mapping and `%` begins no value, both
 * of which the reader refuses.
 */
const isFilledIn = (text: string): boolean => /^[^#"'\n]*?\{[{%]/m.test(text)

/** Settings of editors and compilers are JSON with comments; nobody deploys them. */
const isLoose = ({ path, text }: AuditFile): boolean =>
  path.endsWith('.json') && !(text.includes('"apiVersion"') && text.includes('"kind"'))

/** SOPS keeps what it needs to know under a key of its own, in YAML and JSON. */
const isEncrypted = (text: string): boolean =>
  text.includes('ENC[') && /^(?:sops|[ \t]*"sops")[ \t]*:/m.test(text)
