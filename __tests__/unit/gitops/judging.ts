import { openKind } from '../../../src/doors/deploy/open-kind.ts'
import type { JudgeOptions } from '../../../src/gitops/judge/judge-images.ts'
import { Order } from '../../../src/gitops/order.ts'
import type { ConfigPlan } from '../../../src/plan/config.ts'
import type { History } from '../../../src/source/history/history.ts'
import { aConfig } from '../builders.ts'

const AHEAD: History = { compare: async () => 'ahead', changes: async () => undefined }

/** Judges files of every kind; without a history, every commit is newer than what is deployed. */
export function judging(changes: Partial<ConfigPlan> = {}, history = AHEAD): JudgeOptions {
  const config = aConfig(changes)
  const order = new Order(history, config, { defaultBranch: 'main' })
  return {
    policies: { ...config, holdReason: 'rolled back by octocat' },
    kindOf: openKind,
    orders: () => order,
    placeAt: () => (file, line) => ({ file, ...(line === undefined ? {} : { line }) }),
  }
}
