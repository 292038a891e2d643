import { describe, expect, test } from 'vitest'
import { tracked } from '../../../../../src/doors/deploy/github-deployment/track.ts'
import type { DeploymentTracker } from '../../../../../src/github/deployment.ts'
import type { Delivered } from '../../../../../src/gitops/delivery.ts'
import type { EntryOutcome } from '../../../../../src/gitops/proposal.ts'
import { aProposal, aVerdict } from '../../../builders.ts'

function recorder() {
  const heard: unknown[] = []
  const tracker: DeploymentTracker = {
    id: 9,
    begin: async () => void heard.push('begin'),
    end: async (how) => void heard.push(how),
  }
  return { tracker, heard }
}

const of = (...outcomes: EntryOutcome[]) => aProposal(outcomes.map((outcome) => aVerdict({ outcome })))
const PULL = { number: 7, url: 'https://github.com/acme/config/pull/7' }
const base = { attempts: 1, commit: 'c'.repeat(40) }
const nothing = (...outcomes: EntryOutcome[]): Delivered => ({
  kind: 'nothing-to-do',
  attempts: 1,
  commit: undefined,
  proposal: of(...outcomes),
})

describe('a deployment that is kept', () => {
  test.each<[string, Delivered, object]>([
    [
      'is a success when committed',
      { kind: 'pushed', ...base, proposal: of('write') },
      { state: 'success', isNews: true },
    ],
    [
      'waits for the pull request',
      { kind: 'proposed', ...base, proposal: of('write'), pullRequest: PULL },
      { state: 'queued', logUrl: PULL.url, isNews: true },
    ],
    ['is there already', nothing('unchanged', 'untouched'), { state: 'success', isNews: false }],
    ['is overtaken', nothing('unchanged', 'superseded'), { state: 'inactive', isNews: false }],
    ['is held', nothing('held'), { state: 'inactive', isNews: false }],
  ])('%s', async (_, delivered, end) => {
    const { tracker, heard } = recorder()
    expect(await tracked(tracker, of('write'), async () => delivered)).toBe(delivered)
    expect(heard).toEqual(['begin', end])
  })

  test.each([[of('unchanged')], [of('superseded', 'held')], [undefined]])(
    'does not begin where nothing is to be written',
    async (first) => {
      const { tracker, heard } = recorder()
      await tracked(tracker, first, async () => nothing('unchanged'))
      expect(heard).toEqual([{ state: 'success', isNews: false }])
    },
  )

  test('has failed where the commit has', async () => {
    const { tracker, heard } = recorder()
    const work = tracked(tracker, of('write'), () => Promise.reject(new Error('refused')))
    await expect(work).rejects.toThrow('refused')
    expect(heard).toEqual(['begin', { state: 'failure', isNews: false }])
  })

  test('is nobody, where none is asked for', async () => {
    expect((await tracked(undefined, of('write'), async () => nothing('held'))).kind).toBe('nothing-to-do')
  })
})
