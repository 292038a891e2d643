import type { FailOn, FileSettings, FixAs, Inputs, Shared } from '../inputs.ts'
import type { Settings } from './settings.ts'

/** A file of a report, and who has said so: an input is trusted, the repository is not. */
export interface ReportFile {
  readonly path: string
  readonly from: 'input' | 'settings'
}

/** What is decided before the first file is looked at. */
export interface AuditPlan {
  readonly settings: Settings
  readonly baseline: ReportFile | undefined
  readonly changedOnly: 'auto' | 'true' | 'false'
  readonly failOn: FailOn
  readonly fix: 'off' | 'safe' | 'all'
  readonly fixAs: FixAs
  readonly reports: Readonly<Record<ReportKind, ReportFile | undefined>>
}

export const REPORT_KINDS = ['sarif', 'json', 'junit'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** Inputs win: each as a whole, so that nobody has to know two places to tell what holds. */
export function makePlan(inputs: Inputs, file: FileSettings): AuditPlan {
  const list = <K extends ListKey>(key: K) => (inputs[key].length > 0 ? inputs[key] : file[key])
  const path = (key: 'baseline' | ReportKind): ReportFile | undefined => {
    const [given, own] = [inputs[key], file[key]]
    if (given !== undefined) return { path: given, from: 'input' }
    return own === undefined ? undefined : { path: own, from: 'settings' }
  }
  return {
    settings: {
      registries: list('registries'),
      roleAccounts: list('roleAccounts'),
      placeholderAccounts: list('placeholderAccounts'),
      rules: new Map(list('rules').map(({ rule, severity }) => [rule, severity])),
      ignore: list('ignore'),
      mutableTags: file.mutableTags,
      extraImagePaths: file.extraImagePaths,
      productionPaths: file.productionPaths,
      nodesPullWithRole: file.nodesPullWithRole ?? false,
      expectedImages: new Map(file.expectedImages.map(({ registry, count }) => [registry, count])),
    },
    baseline: path('baseline'),
    changedOnly: inputs.changedOnly ?? file.changedOnly ?? 'auto',
    failOn: inputs.failOn ?? file.failOn ?? 'error',
    fix: inputs.fix ?? file.fix ?? 'off',
    fixAs: inputs.fixAs ?? file.fixAs ?? 'files',
    reports: { sarif: path('sarif'), json: path('json'), junit: path('junit') },
  }
}

type ListKey = {
  [K in keyof Shared]: Shared[K] extends readonly unknown[] ? K : never
}[keyof Shared]
