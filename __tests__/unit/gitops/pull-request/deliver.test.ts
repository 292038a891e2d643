import { describe, expect, test } from 'vitest'
import type { Delivered } from '../../../../src/gitops/delivery.ts'
import { must, problemOf } from '../../builders.ts'
import { BOT, MemoryHub, run, sha, text } from './memory-hub.ts'

const sideOf = (hub: MemoryHub) => must([...hub.refs.keys()].find((name) => name !== 'main'))
const outcomeOf = ({ proposal }: Delivered) => must(proposal.verdicts[0]).outcome
const linkOf = (delivered: Delivered) =>
  'pullRequest' in delivered ? delivered.pullRequest?.number : undefined
const titles = (hub: MemoryHub) => hub.pulls.map(({ title }) => title)
const short = (number: number) => sha(number).slice(0, 7)

/** Between a look at the base and that at the branch. */
function mergeAtLook(hub: MemoryHub, isRemoved = false): void {
  const looking = hub.branch.bind(hub)
  hub.branch = (name) => {
    hub.branch = looking
    hub.squash(1)
    if (isRemoved) hub.refs.delete(name)
    return looking(name)
  }
}

async function proposed(number = 2) {
  const hub = new MemoryHub(text(1))
  const delivered = await run(hub, number)
  return { hub, delivered, branch: sideOf(hub) }
}

describe('a first commit', () => {
  test('stands alone on the tip of the base, in a branch and a pull request of its own', async () => {
    const { hub, delivered, branch } = await proposed()
    expect(branch).toMatch(/^deploy\/identity-service--prod-yaml-[0-9a-f]{10}$/)
    expect(delivered).toMatchObject({
      kind: 'proposed',
      commit: hub.refs.get(branch),
      pullRequest: { number: 1 },
    })
    expect([outcomeOf(delivered), hub.contentOf(branch), hub.contentOf('main')]).toEqual([
      'write',
      text(2),
      text(1),
    ])
    expect(hub.commits.get(must(hub.refs.get(branch)))?.parent).toBe(hub.tip)
  })

  test.each([
    [true, []],
    [false, [expect.stringMatching(/not a draft.*plan of acme\/config.*Take draft out/)]],
  ])('is a draft where the plan of the repository has them: %j', async (drafts, warnings) => {
    const hub = new MemoryHub(text(1))
    hub.drafts = drafts
    expect(await run(hub, 2, { options: { draft: true } })).toMatchObject({ kind: 'proposed' })
    expect([hub.open[0]?.draft, hub.warnings]).toEqual([drafts, warnings])
  })

  test('is proposed once, however often it is asked for', async () => {
    const { hub, delivered, branch } = await proposed()
    const again = await run(hub, 2)
    expect(again).toMatchObject({ kind: 'proposed', commit: delivered.commit, pullRequest: { number: 1 } })
    expect([hub.pulls.length, hub.commits.size, hub.updates]).toEqual([1, 2, 0])
    expect(hub.refs.get(branch)).toBe(delivered.commit)
  })

  test('gets its pull request from the next run where the first one was cut off in between', async () => {
    const { hub } = await proposed()
    hub.pulls.length = 0
    expect(await run(hub, 2)).toMatchObject({ kind: 'proposed', pullRequest: { number: 1 } })
    expect([hub.open.length, hub.refs.size]).toEqual([1, 2])
  })

  test('gets it from an older run as well, which is superseded by it', async () => {
    const { hub } = await proposed(3)
    hub.pulls.length = 0
    const older = await run(hub, 2)
    expect([older.kind, outcomeOf(older), linkOf(older)]).toEqual(['nothing-to-do', 'superseded', 1])
    expect(hub.open[0]?.title).toContain(short(3).slice(0, 7))
    expect(hub.open[0]?.body).toContain(sha(3))
  })

  test.each(['\n  file     apps/web/overlays/production/kustomization.yaml', '`', '\u{1f600}'])(
    'which gives it a text that GitHub takes, however much of %j the commit says',
    async (part) => {
      const { hub, branch } = await proposed(3)
      const ours = must(hub.commits.get(must(hub.refs.get(branch))))
      const [subject, ...rest] = ours.message.split('\n\n')
      const message = [`${subject}${' in prod.yaml'.repeat(30)}`, `  x${part.repeat(70_000)}`, ...rest].join(
        '\n\n',
      )
      hub.commits.set(ours.id, { ...ours, message })
      hub.pulls.length = 0
      expect(linkOf(await run(hub, 2))).toBe(1)
      const { title, body } = must(hub.open[0])
      expect(title).toContain(short(3).slice(0, 7))
      expect(title.length).toBeLessThanOrEqual(256)
      expect(body).toMatch(/^<!-- ecr-gitops-deploy {} -->\n```text\n.*\n```$/s)
      expect(body.length).toBeLessThan(65_536)
    },
  )
})

describe('a newer commit', () => {
  test('replaces the branch from the newest tip, and the text of the pull request', async () => {
    const { hub, branch } = await proposed()
    const tip = hub.put('main', text(1, '# others\n'))
    const newer = await run(hub, 3)
    expect(newer).toMatchObject({ kind: 'proposed', pullRequest: { number: 1 } })
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(tip)
    expect([hub.contentOf(branch), hub.pulls.length, hub.updates]).toEqual([text(3, '# others\n'), 1, 1])
    expect(hub.open[0]?.body).toContain(sha(3))
  })

  test.each([
    ['a commit of a person', 'by hand', 'person@example.com'],
    ['our commit, amended by a person', undefined, 'person@example.com'],
    ['a commit of another program under our name', 'chore: format', BOT],
  ])('goes on top of %s', async (_what, given, by) => {
    const { hub, branch } = await proposed()
    const message = given ?? must(hub.commits.get(must(hub.refs.get(branch)))).message
    const theirs = hub.put(branch, text(2, '# theirs\n'), { message, by })
    const newer = await run(hub, 3)
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(theirs)
    expect([hub.contentOf(branch), hub.pulls.length]).toEqual([text(3, '# theirs\n'), 1])
  })

  test.each(['\n', '\n\n'])(
    'replaces a commit of ours that the server has put a sign-off behind: %j',
    async (gap) => {
      const { hub, branch } = await proposed()
      const ours = must(hub.commits.get(must(hub.refs.get(branch))))
      const message = `${ours.message.trimEnd()}${gap}Signed-off-by: bot <${BOT}>`
      hub.commits.set(ours.id, { ...ours, message })
      const newer = await run(hub, 3)
      expect(hub.commits.get(must(newer.commit))?.parent).toBe(hub.tip)
      expect(hub.dressed.at(-1)?.isOurs).toBe(true)
    },
  )

  test('fails where people have broken the file of the branch, and says that it is there', async () => {
    const { hub, branch } = await proposed()
    const theirs = hub.put(branch, 'images: [\n')
    expect(await problemOf(() => run(hub, 3))).toMatchObject({
      code: 'YAML_INVALID',
      message: expect.stringMatching(`^on the branch ${branch}, prod.yaml:2 is not valid YAML`),
      hint: expect.stringMatching(/on that branch, or close https:\/\/hub\.example\/pull\/1 and remove/),
    })
    expect(hub.refs.get(branch)).toBe(theirs)
  })

  test('is not forced over a person who was quicker', async () => {
    const { hub, branch } = await proposed()
    hub.others = (step) => {
      if (step !== 'commit') return
      hub.others = () => {}
      hub.put(branch, text(2, '# theirs\n'))
    }
    expect(await run(hub, 3)).toMatchObject({ kind: 'proposed', attempts: 2 })
    expect(hub.contentOf(branch)).toBe(text(3, '# theirs\n'))
  })

  test('opens another pull request where somebody merges the first one meanwhile', async () => {
    const { hub } = await proposed()
    hub.others = (step) => {
      if (step !== 'commit') return
      hub.others = () => {}
      hub.squash(1)
    }
    const newer = await run(hub, 3)
    expect([linkOf(newer), hub.open.length, hub.contentOf('main')]).toEqual([2, 1, text(2)])
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(hub.tip)
    expect(hub.pulls[0]?.body).not.toContain(sha(3))
  })

  test('is made on the base that has what people have merged since it was read', async () => {
    const { hub } = await proposed()
    mergeAtLook(hub)
    const newer = await run(hub, 3)
    expect([linkOf(newer), hub.commits.get(must(newer.commit))?.parent]).toEqual([2, hub.tip])
    expect(hub.contentOf('main')).toBe(text(2))
  })

  test('stands on the base alone where what it was put on top of is merged as one commit meanwhile', async () => {
    const { hub, branch } = await proposed()
    hub.put(branch, text(2, '# theirs\n'))
    hub.others = (step) => {
      if (step !== 'commit') return
      hub.others = () => {}
      hub.squash(1)
    }
    const newer = await run(hub, 3)
    expect([linkOf(newer), hub.open.length, hub.contentOf(branch)]).toEqual([2, 1, text(3, '# theirs\n')])
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(hub.tip)
  })

  test('takes the pull request that another run opens first', async () => {
    const hub = new MemoryHub(text(1))
    hub.others = (step) => {
      if (step !== 'create') return
      hub.others = () => {}
      void hub.create(sideOf(hub), { title: 'theirs', body: '', draft: false })
    }
    expect(await run(hub, 2)).toMatchObject({ kind: 'proposed', pullRequest: { number: 1 } })
    expect(hub.pulls.length).toBe(1)
    expect(hub.open[0]?.body).toContain(sha(2))
  })
})

describe('an older commit', () => {
  test('ends green, says by what, and touches nothing', async () => {
    const { hub, delivered, branch } = await proposed(3)
    const older = await run(hub, 2)
    expect([older.kind, outcomeOf(older), linkOf(older)]).toEqual(['nothing-to-do', 'superseded', 1])
    expect(must(older.proposal.verdicts[0]).notices).toEqual([
      `prod.yaml:2: pull request #1 (https://hub.example/pull/1) proposes ${short(3)}, which is newer.`,
    ])
    expect([hub.refs.get(branch), hub.updates, older.proposal.files.size]).toEqual([delivered.commit, 0, 0])
  })

  test('fails where it is to', async () => {
    const { hub } = await proposed(3)
    expect(await problemOf(() => run(hub, 2, { config: { onStale: 'fail' } }))).toMatchObject({
      code: 'ORDER_STALE',
    })
  })

  test('goes back where it is to', async () => {
    const { hub, branch } = await proposed(3)
    const back = await run(hub, 2, { config: { onStale: 'write' } })
    expect([back.kind, hub.contentOf(branch), hub.pulls.length]).toEqual(['proposed', text(2), 1])
  })

  test('leaves a hold where it goes back behind the base', async () => {
    const hub = new MemoryHub(text(3))
    await run(hub, 2, { config: { onStale: 'write' } })
    expect(hub.contentOf(sideOf(hub))).toMatch(/# ecr-gitops: hold rolled back by/)
    expect(hub.contentOf(sideOf(hub))).toContain(sha(2))
  })
})

describe('a base that is as far', () => {
  test('as the pull request, because it was merged, leaves the next run nothing to do', async () => {
    const { hub, branch } = await proposed()
    hub.squash(1)
    const next = await run(hub, 2)
    expect([next.kind, outcomeOf(next), hub.refs.has(branch)]).toEqual(['nothing-to-do', 'unchanged', true])
  })

  test.each([
    ['stays', false],
    ['is removed at once', true],
  ])('since a moment ago, and whose branch %s, gets no second pull request', async (_what, isRemoved) => {
    const { hub } = await proposed()
    mergeAtLook(hub, isRemoved)
    const same = await run(hub, 2)
    expect([same.kind, outcomeOf(same), hub.pulls.length]).toEqual(['nothing-to-do', 'unchanged', 1])
  })

  test('warns of a branch that nobody may remove, and ends', async () => {
    const { hub, branch } = await proposed()
    hub.put('main', text(4))
    hub.removeBranch = async () => false
    expect(await run(hub, 2)).toMatchObject({ kind: 'nothing-to-do', attempts: 1 })
    expect([hub.open.length, hub.comments]).toEqual([1, []])
    expect(hub.warnings).toEqual([
      expect.stringMatching(
        `^The branch ${branch} of acme/config is superseded, and could not be removed: .*restrict deletions.*close https://hub\\.example/pull/1 by hand`,
      ),
    ])
  })

  test('warns of it also where no pull request is open', async () => {
    const { hub, branch } = await proposed()
    hub.pulls.length = 0
    hub.put('main', text(4))
    hub.removeBranch = async () => false
    expect(await run(hub, 2)).toMatchObject({ kind: 'nothing-to-do' })
    expect(hub.warnings).toEqual([
      expect.stringMatching(
        `^The branch ${branch} of acme/config is superseded, .*may restrict deletions\\)\\.$`,
      ),
    ])
  })

  test('gets rid of the branch where it is to', async () => {
    const { hub, branch } = await proposed()
    hub.squash(1)
    await run(hub, 2, { options: { cleanup: true } })
    expect(hub.refs.has(branch)).toBe(false)
  })

  test('does not keep a newer commit from another pull request, by the same branch', async () => {
    const { hub, branch } = await proposed()
    hub.squash(1)
    expect(linkOf(await run(hub, 3))).toBe(2)
    expect([hub.contentOf(branch), hub.open.length, hub.refs.size]).toEqual([text(3), 1, 2])
  })

  test.each([
    ['the same', 2, 'unchanged'],
    ['a newer commit', 4, 'superseded'],
  ])('with %s closes the pull request and removes its branch', async (_what, onBase, outcome) => {
    const { hub, branch } = await proposed()
    hub.put('main', text(onBase))
    const next = await run(hub, 2)
    expect([next.kind, outcomeOf(next)]).toEqual(['nothing-to-do', outcome])
    expect([hub.open, hub.refs.has(branch), hub.comments.length]).toEqual([[], false, 1])
    expect(hub.comments[0]).toMatch(/^Superseded: `main` has this commit, or a newer one, already\./)
  })

  test('closes it also where people have filled its text up to the limit of GitHub', async () => {
    const { hub } = await proposed()
    const { title, body } = must(hub.open[0])
    await hub.update(1, { title, body: `${body}${'\u{1f600}'.repeat(40_000)}`.slice(0, 65_535) })
    hub.put('main', text(4))
    await run(hub, 4)
    const closed = must(hub.pulls[0])
    expect([closed.state, closed.body.length <= 65_536, closed.body.isWellFormed()]).toEqual([
      'closed',
      true,
      true,
    ])
    expect(closed.body).toContain('withdrawn')
  })

  test('does not close one that is further', async () => {
    const { hub } = await proposed(5)
    hub.put('main', text(4))
    await run(hub, 3)
    expect([hub.open.length, hub.refs.size, hub.comments]).toEqual([1, 2, []])
  })

  test('does not close one that people have worked on', async () => {
    const { hub, branch } = await proposed()
    hub.put(branch, text(2, '# theirs\n'))
    hub.put('main', text(4))
    await run(hub, 4)
    expect([hub.open.length, hub.refs.has(branch)]).toEqual([1, true])
    expect(hub.said.join()).toContain('stays because of the commits that people have put there')
  })

  test('does not close one whose file people have broken', async () => {
    const { hub, branch } = await proposed()
    hub.put(branch, 'images: [\n')
    hub.put('main', text(4))
    expect((await run(hub, 4)).kind).toBe('nothing-to-do')
    expect(hub.open.length).toBe(1)
  })

  test('does not remove a branch that got a newer commit just now', async () => {
    const { hub, branch } = await proposed()
    hub.put('main', text(4))
    const removing = hub.removeBranch.bind(hub)
    hub.removeBranch = (name, head) => {
      hub.removeBranch = removing
      const { message } = must(hub.commits.get(must(hub.refs.get(branch))))
      hub.put(branch, text(5), { message: message.replaceAll(sha(2), sha(5)), by: BOT })
      return removing(name, head)
    }
    expect(await run(hub, 4)).toMatchObject({ kind: 'nothing-to-do', attempts: 2 })
    expect([hub.open.length, hub.contentOf(branch)]).toEqual([1, text(5)])
  })

  test('removes the branch that a run left which was cut off', async () => {
    const { hub, branch } = await proposed()
    hub.pulls.length = 0
    hub.put('main', text(4))
    await run(hub, 4)
    expect([hub.refs.has(branch), hub.pulls]).toEqual([false, []])
  })
})

describe('a pull request that a person closed', () => {
  test('stops its commit, and says so with the link', async () => {
    const { hub } = await proposed()
    hub.closeByHand(1)
    const again = await run(hub, 2)
    expect([again.kind, outcomeOf(again), linkOf(again)]).toEqual(['nothing-to-do', 'held', 1])
    expect(must(again.proposal.verdicts[0]).notices.join()).toMatch(
      /^prod\.yaml:2: pull request #1, which proposed this commit, was closed without being merged.*reopen https:\/\/hub\.example\/pull\/1\.$/,
    )
    expect(hub.pulls.length).toBe(1)
  })

  test.each([
    ['as it is', false],
    ['removed', true],
  ])('with its branch %s lets a newer commit open another one', async (_what, isGone) => {
    const { hub, branch } = await proposed()
    hub.closeByHand(1)
    if (isGone) hub.refs.delete(branch)
    expect(linkOf(await run(hub, 3))).toBe(2)
    expect([titles(hub).length, hub.open.length, hub.contentOf(branch)]).toEqual([2, 1, text(3)])
  })

  test('stops it still when a newer one was closed too', async () => {
    const { hub } = await proposed()
    hub.closeByHand(1)
    await run(hub, 3)
    hub.closeByHand(2)
    expect([outcomeOf(await run(hub, 2)), outcomeOf(await run(hub, 3))]).toEqual(['held', 'held'])
  })

  test('takes what people had put there with it: a newer commit stands on the tip of the base', async () => {
    const { hub, branch } = await proposed()
    hub.put(branch, text(2, '# theirs\n'))
    hub.closeByHand(1)
    const newer = await run(hub, 3)
    expect([linkOf(newer), hub.contentOf(branch)]).toEqual([2, text(3)])
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(hub.tip)
  })

  test('leaves what people have put there since, and a newer commit goes on top', async () => {
    const { hub, branch } = await proposed()
    hub.closeByHand(1)
    const theirs = hub.put(branch, text(2, '# theirs\n'))
    const newer = await run(hub, 3)
    expect([linkOf(newer), hub.contentOf(branch)]).toEqual([2, text(3, '# theirs\n')])
    expect(hub.commits.get(must(newer.commit))?.parent).toBe(theirs)
  })

  test('stops nothing where it had none of our commits', async () => {
    const { hub } = await proposed()
    hub.closeByHand(1)
    hub.pulls[0] = { ...must(hub.pulls[0]), messages: ['by hand'] }
    expect(linkOf(await run(hub, 2))).toBe(2)
  })

  test('is looked for among the five newest, which are each asked for their commits', async () => {
    const { hub } = await proposed()
    for (const number of [3, 4, 5, 6, 7]) {
      hub.closeByHand(hub.pulls.length)
      await run(hub, number)
    }
    hub.closeByHand(6)
    const asked: number[] = []
    const messages = hub.messages.bind(hub)
    hub.messages = (number) => {
      asked.push(number)
      return messages(number)
    }
    expect([outcomeOf(await run(hub, 3)), asked]).toEqual(['held', [6, 5, 4, 3, 2]])
    expect(linkOf(await run(hub, 2))).toBe(7)
  })

  test('stops nothing once it is open again', async () => {
    const { hub } = await proposed()
    hub.closeByHand(1)
    hub.pulls[0] = { ...must(hub.pulls[0]), state: 'open' }
    expect(await run(hub, 2)).toMatchObject({ kind: 'proposed', pullRequest: { number: 1 } })
  })

  test('is another thing than one that was closed as superseded: going back to it opens another', async () => {
    const { hub } = await proposed()
    hub.put('main', text(4))
    await run(hub, 4)
    expect(hub.open).toEqual([])
    expect(linkOf(await run(hub, 2, { config: { onStale: 'write' } }))).toBe(2)
  })
})

describe('a branch of the same name', () => {
  test('by a person is refused, and stays', async () => {
    const { branch } = await proposed()
    const hub = new MemoryHub(text(1))
    const theirs = hub.put(branch, text(1, '# mine\n'))
    expect(await problemOf(() => run(hub, 2))).toMatchObject({
      code: 'PULL_REQUEST_BRANCH',
      message: expect.stringContaining(
        `the branch ${branch} of config-repository acme/config is at ${theirs.slice(0, 12)} by person@example.com`,
      ),
      hint: expect.stringContaining('pull-request: {branch: ...}'),
    })
    expect([hub.refs.get(branch), hub.pulls]).toEqual([theirs, []])
  })

  test('that the input names, and that is a branch of people without a commit of its own, is refused too', async () => {
    const hub = new MemoryHub(text(1))
    hub.refs.set('develop', hub.tip)
    hub.put('main', text(1, '# next\n'))
    const problem = await problemOf(() => run(hub, 2, { options: { branch: 'develop' } }))
    expect(problem).toMatchObject({ code: 'PULL_REQUEST_BRANCH' })
  })

  test('that the input names is made, and updated in place', async () => {
    const hub = new MemoryHub(text(1))
    await run(hub, 2, { options: { branch: 'deploys/web' } })
    await run(hub, 3, { options: { branch: 'deploys/web' } })
    expect([hub.contentOf('deploys/web'), hub.pulls.length]).toEqual([text(3), 1])
  })

  test('of a deploy of another service is refused', async () => {
    const { hub, branch } = await proposed()
    const message = must(hub.commits.get(must(hub.refs.get(branch)))).message
    const other = new MemoryHub(text(1))
    other.put(branch, text(2), {
      message: message.replaceAll('Source-Repository: ', 'Source-Repository: other-'),
      by: BOT,
    })
    expect(await problemOf(() => run(other, 3))).toMatchObject({ code: 'PULL_REQUEST_BRANCH' })
  })
})

describe('holds', () => {
  test('of the base hold, and leave an open pull request alone', async () => {
    const { hub } = await proposed()
    hub.put('main', text(1, '# ecr-gitops: hold frozen\n'))
    const next = await run(hub, 3)
    expect([next.kind, outcomeOf(next), hub.open.length]).toEqual(['nothing-to-do', 'held', 1])
  })

  test('that a person puts into the pull request hold that', async () => {
    const { hub, branch } = await proposed()
    const theirs = hub.put(branch, text(2).replace('- name', '# ecr-gitops: hold not yet\n- name'))
    const next = await run(hub, 3)
    expect([next.kind, outcomeOf(next), hub.refs.get(branch)]).toEqual(['nothing-to-do', 'held', theirs])
  })
})

test('what cannot be merged any more is made anew from the newest tip', async () => {
  const { hub, branch } = await proposed(3)
  const tip = hub.put('main', text(2))
  hub.stuck = true
  const again = await run(hub, 3)
  expect([hub.commits.get(must(again.commit))?.parent, hub.contentOf(branch)]).toEqual([tip, text(3)])
})

test('thirty runs in any order and at once end in one pull request at the newest commit', async () => {
  const hub = new MemoryHub(text(1))
  const numbers = Array.from({ length: 30 }, (_, index) => index + 2)
  const shuffled = numbers.toSorted((one, other) => ((one * 7) % 31) - ((other * 7) % 31))
  const ends = await Promise.all(shuffled.map((number) => run(hub, number)))
  expect(hub.pulls.length).toBe(1)
  expect([...hub.refs.keys()].toSorted()).toEqual([sideOf(hub), 'main'].toSorted())
  expect(hub.contentOf(sideOf(hub))).toBe(text(31))
  expect(hub.open[0]?.body).toContain(sha(31))
  expect(new Set(ends.map(outcomeOf))).toEqual(new Set(['write', 'superseded']))
})

describe('whose commits a pull request has', () => {
  test('is said with it, so that nothing of a person is merged unseen', async () => {
    const { hub, branch } = await proposed()
    await run(hub, 2)
    const message = must(hub.commits.get(must(hub.refs.get(branch)))).message
    const theirs = hub.put(branch, text(2, '# theirs\n'), { message })
    await run(hub, 2)
    const newer = await run(hub, 3)
    expect(hub.dressed.map(({ head, isOurs }) => [head, isOurs])).toEqual([
      [hub.commits.get(theirs)?.parent, true],
      [hub.commits.get(theirs)?.parent, true],
      [theirs, false],
      [newer.commit, false],
    ])
  })

  test('a branch by a given name that is deployed to directly is not taken', async () => {
    const { hub, branch } = await proposed()
    const { message } = must(hub.commits.get(must(hub.refs.get(branch))))
    for (const note of ['# one\n', '# two\n']) hub.put('staging', text(2, note), { message, by: BOT })
    const head = hub.refs.get('staging')
    const problem = await problemOf(() => run(hub, 3, { options: { branch: 'staging' } }))
    expect([problem.code, hub.refs.get('staging')]).toEqual(['PULL_REQUEST_BRANCH', head])
  })

  test('the base is never the branch of one', async () => {
    const hub = new MemoryHub(text(1))
    const problem = await problemOf(() => run(hub, 2, { options: { branch: 'main' } }))
    expect(problem).toMatchObject({
      code: 'PULL_REQUEST_BRANCH',
      inputs: ['pull-request'],
      message: expect.stringContaining('is to be merged into'),
      hint: expect.not.stringContaining('delete'),
    })
  })
})
