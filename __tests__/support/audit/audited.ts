import { findAll } from '../../../src/doors/audit/findings/find.ts'
import { auditedOf as auditedFiles } from '../../../src/doors/audit/plan/audited.ts'
import type { Settings } from '../../../src/doors/audit/plan/settings.ts'
import { RULES } from '../../../src/doors/audit/rules/all.ts'
import { unusedIgnore } from '../../../src/doors/audit/rules/comments/unused-ignore.ts'
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
  auditedFiles(memoryFiles(files), { ...SETTINGS, ...settings })

export function foundBy(rule: Rule, files: Files, settings: Partial<Settings> = {}): readonly Found[] {
  const audited = auditedOf(files, settings)
  return rule.id === unusedIgnore.id ? unusedIn(audited) : [...rule.check(audited)]
}

/** Which comments keep nothing quiet is known when all rules have run. */
function unusedIn(audited: Audited): readonly Found[] {
  const { findings } = findAll(audited, RULES)
  return findings.flatMap(({ finding: { rule, path, severity, message, hint }, start }) => {
    const source = audited.repository.files.file(path)
    if (rule !== unusedIgnore.id || !source) return []
    return [{ at: { source, start, end: start }, severity, message, hint }]
  })
}

/** `path:line text`, where something was found. */
export function placesOf(found: readonly Found[]): readonly string[] {
  return found.map(({ at: { source, start, end } }) => {
    const line = source.text.slice(0, start).split('\n').length
    return `${source.path}:${line} ${source.text.slice(start, end)}`
  })
}
