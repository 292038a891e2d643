import { auditedOf } from '../../../src/doors/audit/plan/audited.ts'
import type { Settings } from '../../../src/doors/audit/plan/settings.ts'
import type { Audited, Found, Rule } from '../../../src/doors/audit/rules/rule.ts'
import type { AuditFile, RepositoryFiles } from '../../../src/effective/file.ts'
import { entriesOf, itemsOf, type ScalarNode, type YamlNode } from '../../../src/effective/yaml/node.ts'
import type { MemoryFile } from './memory-files.ts'
import { memoryFiles } from './memory-files.ts'

export function someSettings(but: Partial<Settings> = {}): Settings {
  return {
    registries: [],
    roleAccounts: [],
    placeholderAccounts: [],
    rules: new Map(),
    ignore: [],
    productionPaths: [],
    nodesPullWithRole: false,
    expectedImages: new Map(),
    ...but,
  }
}

/** What rules look at, of files alone: nothing is deployed from them. */
export function auditedFiles(
  files: Readonly<Record<string, MemoryFile>>,
  settings: Partial<Settings> = {},
): Audited {
  const repository = {
    files: memoryFiles(files),
    kustomizations: new Map(),
    deployed: [],
    images: [],
    roles: [],
    charts: [],
    pulls: [],
  }
  return auditedOf(memoryFiles(files), someSettings(settings), { repository })
}

/** A rule that finds fault with every scalar of that text. */
export function wordRule(word: string, but: Partial<Rule> = {}, found: Partial<Found> = {}): Rule {
  return {
    id: `no-${word}`,
    title: `There is ${word}`,
    severity: 'warning',
    why: 'It is a test.',
    example: { path: 'a.yaml', bad: `a: ${word}\n`, good: 'a: b\n' },
    check: ({ repository: { files } }) =>
      allFiles(files)
        .flatMap(scalarsIn)
        .filter(({ text }) => text === word)
        .map((at) => ({ at, message: `It says ${word}`, hint: 'Say another word', ...found })),
    ...but,
  }
}

const allFiles = (files: RepositoryFiles): readonly AuditFile[] =>
  files.paths.flatMap((path) => files.file(path) ?? [])

const scalarsIn = ({ documents }: AuditFile): readonly ScalarNode[] => documents.flatMap(scalarsUnder)

function scalarsUnder(node: YamlNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node]
  return [...itemsOf(node), ...entriesOf(node).map(({ value }) => value)].flatMap(scalarsUnder)
}
