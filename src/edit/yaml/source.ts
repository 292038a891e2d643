import { type Document, isMap, visit, type YAMLMap } from 'yaml'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { failOnErrors, failOnFaults, openYaml } from './open.ts'
import { rangeOf } from './range.ts'
import type { Syntax } from './syntax.ts'

/** A YAML file whose nodes can be looked for and edited. */
export interface YamlSource extends Syntax {
  readonly file: ConfigFile
}

interface SourceOptions {
  /** The input that names the file. */
  readonly input: string
  /** What may read the file all the same, for a hint. */
  readonly program: string
}

/** @throws StepError YAML_INVALID or EDIT_UNSAFE for what cannot be edited exactly, wherever in the file it is. */
export function openSource(file: ConfigFile, { input, program }: SourceOptions): YamlSource {
  const syntax = openYaml(file, input)
  const { documents, lineAt } = syntax
  failOnTemplate(file, syntax, input)
  for (const document of documents) {
    failOnErrors(file, document, { lineAt, program })
    failOnFaults(file, document, { lineAt, program })
    failOnSops(file, document)
  }
  return { ...syntax, file }
}

function failOnSops(file: ConfigFile, { contents }: Document.Parsed): void {
  if (!isMap(contents) || !contents.has('sops')) return
  refuse(file, undefined, {
    message: 'is encrypted with SOPS, and an edit would break its checksum',
    hint: 'Keep the image in a file that is not encrypted.',
  })
}

const TEMPLATE_HINTS: Readonly<Record<string, string>> = {
  manifests: 'Name the file of values that fills it in, in helm-values, instead of this one in manifests.',
  'helm-values':
    'Put the value that has braces into quotation marks, braces and all, or name a file in helm-values that is YAML as it stands.',
  'chart-version': 'Write the values out, or set chart-version: off.',
}

/** Braces in a comment or a string are text; outside of them the file is one that a program fills in first. */
function failOnTemplate(file: ConfigFile, { documents, lineAt }: Syntax, input: string): void {
  if (!file.text.includes('{{')) return
  const error = documents.flatMap(({ errors }) => errors)[0]
  const at = error ? bracesOutside(file.text) : documents.map(bracesIn).find((offset) => offset !== undefined)
  if (at === undefined) return
  refuse(file, lineAt(at), {
    message: 'is a template ({{ }}), which is no YAML before it is filled in',
    hint: TEMPLATE_HINTS[input] ?? 'Name a file that is YAML as it stands.',
  })
}

/** The first braces that no comment and no quotation mark is in front of, on their line. */
function bracesOutside(text: string): number | undefined {
  const found = /^[^#"'\n]*?\{\{/m.exec(text)
  return found ? found.index + found[0].length - 2 : undefined
}

/** `{{ x }}` is a mapping with a mapping as its key. */
function bracesIn(document: Document.Parsed): number | undefined {
  let found: number | undefined
  visit(document, {
    Map(_, node: YAMLMap) {
      if (!node.flow || !node.items.some(({ key }) => isMap(key))) return undefined
      found = rangeOf(node)[0]
      return visit.BREAK
    },
  })
  return found
}
