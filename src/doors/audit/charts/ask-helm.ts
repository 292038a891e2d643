import { withHelm } from '../../../effective/helm/rendered.ts'
import type { EffectiveRepository } from '../../../effective/repository.ts'
import { counted } from '../../../report/findings/rule.ts'
import type { Begun } from '../begin.ts'
import type { HelmAnswers, Ports } from '../ports.ts'
import type { AuditRecord } from '../record.ts'
import { askedOfHelm } from './asked.ts'

export interface Charts extends Pick<Begun, 'plan' | 'place'> {
  readonly ports: Ports
  readonly record: AuditRecord
}

export interface Confirmed {
  readonly repository: EffectiveRepository
  /** undefined where nobody asked. */
  readonly answers?: HelmAnswers['answers']
}

/** What helm says of the charts that a rule wants to know of, where helm is at hand. */
export async function askHelm(
  repository: EffectiveRepository,
  { plan, place, ports, record }: Charts,
): Promise<Confirmed> {
  const uses = ports.renderCharts ? askedOfHelm(repository.charts, plan.settings) : []
  if (!ports.renderCharts || uses.length === 0) return { repository }
  ports.progress(`Rendering ${counted(uses.length, 'chart')} with helm`)
  const { answers, leftOut } = await ports.renderCharts(uses, place)
  if (leftOut.length > 0) record.notRendered = leftOut.length
  return { repository: withHelm(repository, answers), answers }
}
