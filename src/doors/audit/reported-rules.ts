import type { ReportedRule } from '../../report/findings/rule.ts'
import { pageLink } from '../../report/help-link.ts'
import { isOn } from './findings/run.ts'
import type { Settings } from './plan/settings.ts'
import { RULES } from './rules/all.ts'
import type { Rule } from './rules/rule.ts'

/** Where the page of a rule lies in this repository. */
export const rulePage = (id: string): string => `docs/rules/${id}.md`

/** The rules that run under these settings, as reports speak of them. */
export function reportedRules(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  asksAws: boolean,
): readonly ReportedRule[] {
  const page = pageLink(env)
  return RULES.filter((rule) => isOn(rule, settings, asksAws)).map((rule) => reported(rule, settings, page))
}

function reported(
  { id, title, severity, why }: Rule,
  { rules }: Settings,
  page: ((file: string) => string) | undefined,
): ReportedRule {
  const said = rules.get(id)
  return {
    id,
    title,
    severity: said === undefined || said === 'off' ? severity : said,
    why,
    help: page?.(rulePage(id)),
  }
}
