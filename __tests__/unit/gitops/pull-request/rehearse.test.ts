import { describe, expect, test } from 'vitest'
import { dryRun, MemoryHub, run, sha, text } from './memory-hub.ts'

/** What the hub holds, whatever was said. */
const held = ({ refs, pulls, commits, comments, updates }: MemoryHub) =>
  structuredClone({ refs, pulls, commits: commits.size, comments, updates })

async function tried(hub: MemoryHub, number: number, options = {}) {
  const before = held(hub)
  hub.said.length = 0
  const proposal = await dryRun(hub, number, { options })
  expect(held(hub)).toEqual(before)
  return { said: hub.said, outcomes: proposal.verdicts.map(({ outcome }) => outcome) }
}

describe('a dry run', () => {
  test('says which pull request it would open, and writes nothing', async () => {
    const { said, outcomes } = await tried(new MemoryHub(text(1)), 2)
    expect(said).toEqual([
      expect.stringMatching(
        /^Would open a pull request from the branch deploy\/identity-service--prod-yaml-\w{10}: deploy\(identity-service\): /,
      ),
    ])
    expect(outcomes).toEqual(['write'])
  })

  test('says that it would be a draft', async () => {
    const { said } = await tried(new MemoryHub(text(1)), 2, { draft: true })
    expect(said).toEqual([expect.stringMatching(/^Would open a draft pull request /)])
  })

  test('says which one it would update', async () => {
    const hub = new MemoryHub(text(1))
    await run(hub, 2)
    const { said } = await tried(hub, 3)
    expect(said).toEqual([
      `Would update pull request #1: deploy(identity-service): ${sha(1).slice(0, 7)} -> ${sha(3).slice(0, 7)}`,
    ])
  })

  test('says which one has it already', async () => {
    const hub = new MemoryHub(text(1))
    await run(hub, 2)
    const { said } = await tried(hub, 2)
    expect(said).toEqual(['Pull request #1 has it already: https://hub.example/pull/1'])
  })

  test('of an older commit is superseded by the one that is open', async () => {
    const hub = new MemoryHub(text(1))
    await run(hub, 3)
    expect(await tried(hub, 2)).toEqual({ said: [], outcomes: ['superseded'] })
  })

  test('says which one it would close', async () => {
    const hub = new MemoryHub(text(1))
    await run(hub, 2)
    hub.put('main', text(3))
    const { said } = await tried(hub, 3)
    expect(said).toEqual([
      expect.stringMatching(/^Would remove the branch deploy\//),
      'Would close pull request #1, which is superseded.',
    ])
  })
})
