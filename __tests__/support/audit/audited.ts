import { auditedOf as audited } from '../../../src/doors/audit/plan/audited.ts'
import type { Settings } from '../../../src/doors/audit/plan/settings.ts'
import type { Audited, Found, Rule } from '../../../src/doors/audit/rules/rule.ts'
import { type MemoryFile, memoryFiles } from './memory-files.ts'

/** What maintainers say of a repository whose one registry is account 465002806239 in us-east-1. */
export const SETTINGS: Settings = {
  registries: [{ account: '465002806239', region: 'us-east-1' }],
  roleAccounts: ['465002806239'],
  placeholderAccounts: [],
  rules: new Map(),
  ignore: [],
  productionPaths: [],
  nodesPullWithRole: true,
  expectedImages: new Map([['709825985650.dkr.ecr.us-east-1.amazonaws.com', 1]]),
}

export type Files = Readonly<Record<string, MemoryFile>>

export const auditedOf = (files: Files, settings: Partial<Settings> = {}): Audited =>
  audited(memoryFiles(files), { ...SETTINGS, ...settings })

export const foundBy = (rule: Rule, files: Files, settings: Partial<Settings> = {}): readonly Found[] => [
  ...rule.check(auditedOf(files, settings)),
]

/** `path:line text`, where something was found. */
export function placesOf(found: readonly Found[]): readonly string[] {
  return found.map(({ at: { source, start, end } }) => {
    const line = source.text.slice(0, start).split('\n').length
    return `${source.path}:${line} ${source.text.slice(start, end)}`
  })
}
