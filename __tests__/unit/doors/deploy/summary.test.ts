import { describe, expect, test } from 'vitest'
import type { DeployRecord } from '../../../../src/doors/deploy/record.ts'
import { renderSummary } from '../../../../src/doors/deploy/summary.ts'
import { type Problem, StepError } from '../../../../src/errors/errors.ts'
import type { EntryVerdict } from '../../../../src/gitops/proposal.ts'
import { unifiedDiff } from '../../../../src/report/diff.ts'
import {
  aCheckPlan,
  aConfig,
  aFound,
  anImage,
  aProposal,
  aPullRequest,
  aPushPlan,
  aVerdict,
  digestOf,
  inputsOf,
  OLD_SHA,
  SHA,
} from '../../builders.ts'

const DIGEST = digestOf('d')
const COMMIT = 'c'.repeat(40)
const FILE = 'apps/identity-service/overlays/prod/kustomization.yaml'
const proposal = aProposal([aVerdict()], {
  [FILE]: [`images:\n- name: web\n  newTag: ${OLD_SHA}\n`, `images:\n- name: web\n  newTag: ${SHA}\n`],
})
const images = new Map([
  ['identity-service', { how: 'built' as const, found: aFound({ digest: DIGEST }), seconds: 12.34 }],
])
const failed = (problem: Partial<Problem>): DeployRecord => ({
  images: new Map(),
  error: new StepError([{ code: 'BUILD_FAILED', message: 'm', hint: 'h', ...problem }]),
})
const error = new StepError([{ code: 'BUILD_FAILED', message: 'm', hint: 'h' }])
const outcome = (value: EntryVerdict['outcome']) => aProposal([aVerdict({ outcome: value })])

describe('the summary', () => {
  test('of a deploy is read in ten seconds', () => {
    const diff = unifiedDiff(proposal)
    expect(
      renderSummary({ plan: aPushPlan(), images, proposal, diff, commit: COMMIT }),
    ).toMatchInlineSnapshot(`
      "## Deployed: <code>identity-service</code>

      | Image | Tag | Account | How | Time |
      | --- | --- | --- | --- | --- |
      | <code>identity-service</code> | <code>4f2b8c1</code> | 465002806239<br>ap-southeast-2 | built | 12.3 s |

      - <code>465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/kubeadm\\_ec2\\_cluster/identity-service:4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c</code><br><code>sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd</code>

      | Overlay | Image | Before | This run | Result |
      | --- | --- | --- | --- | --- |
      | <code>apps/identity-service/<wbr>overlays/prod</code> | <code>identity-service</code> | <code>a1b2c3d</code> | <code>4f2b8c1</code> | deployed |

      Config commit: [<code>cccccccccccc</code>](https://github.com/acme/platform-config/commit/cccccccccccccccccccccccccccccccccccccccc)

      \`\`\`diff
      --- a/apps/identity-service/overlays/prod/kustomization.yaml
      +++ b/apps/identity-service/overlays/prod/kustomization.yaml
      @@ -1,3 +1,3 @@
       images:
       - name: web
      -  newTag: a1b2c3d4e5f60718293a4b5c6d7e8f9001122334
      +  newTag: 4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c
      \`\`\`
      "
    `)
  })

  describe('of a rollback', () => {
    const rollback = {
      reason: 'a1b2c3d is deployed and newer than 4f2b8c1; rolled back, as on-stale says.',
      hold: 'rolled back by octocat, https://github.com/acme/x/actions/runs/1',
    }
    const back = aVerdict({ rollback, notices: [`f:3: ${rollback.reason}`, 'another notice'] })
    const changed = { [FILE]: ['a\n', 'b\n'] as const }

    test('says first that it is one, why, and what holds it', () => {
      const record = { plan: aPushPlan(), images, proposal: aProposal([back], changed), commit: COMMIT }
      const [heading, , line, ...rest] = renderSummary(record).split('\n')
      expect(heading).toBe('## Rolled back: <code>identity-service</code>')
      expect(line).toBe(
        '- Rollback of <code>identity-service</code> in <code>apps/identity-service/overlays/prod</code> from <code>a1b2c3d</code> to <code>4f2b8c1</code>: a1b2c3d is deployed and newer than 4f2b8c1; rolled back, as on-stale says. The entry is held from now on (rolled back by octocat, https://github.com/acme/x/actions/runs/1): remove the marker above it to let deploys through again.',
      )
      const text = rest.join('\n')
      expect(text).toContain('| rolled back |')
      expect(text).toContain('- another notice')
      expect(text).not.toContain('as on-stale says')
    })

    test('beside a deploy says both', () => {
      const both = aProposal([back, aVerdict({ overlay: 'other' })], changed)
      const record = { plan: aPushPlan(), images, proposal: both, commit: COMMIT }
      expect(renderSummary(record).split('\n')[0]).toBe(
        '## Deployed, and rolled back: <code>identity-service</code>',
      )
    })

    test('that came to nothing is not said to have been one', () => {
      const record = { plan: aPushPlan(), images, proposal: aProposal([back], changed), error }
      expect(renderSummary(record)).not.toContain('Rollback of')
      expect(renderSummary({ ...record, commit: COMMIT })).toContain('Rollback of')
    })

    test('in a dry run says what it would leave', () => {
      const plan = { ...aPushPlan(), dryRun: true }
      const text = renderSummary({ plan, images, proposal: aProposal([back], changed) })
      expect(text).toMatch(/^## Dry run/)
      expect(text).toContain('It leaves a hold: rolled back by octocat')
    })
  })

  test('of a look at the overlays says of each entry alone that it is wrong', () => {
    const images = ['api', 'web', 'cron'].map((name) => anImage({ name, overlays: ['prod'] }))
    const [first = anImage(), ...others] = images
    const verdicts = ['api', 'web'].map((image, index) =>
      aVerdict({
        image,
        overlay: 'prod',
        file: 'prod/k.yaml',
        place: { file: 'prod/k.yaml', line: 2 + index },
      }),
    )
    const problem = (line?: number): Problem => ({
      code: 'IMAGE_NOT_RENDERED',
      message: 'm',
      hint: 'h',
      configPlace: { file: 'prod/k.yaml', ...(line === undefined ? {} : { line }) },
    })
    const plan = {
      ...aCheckPlan({ images: [first, ...others] }),
      inspection: { config: aConfig(), images: [] },
    }
    const rowsOf = (mistakes: readonly Problem[]) => {
      const text = renderSummary({ plan, images: new Map(), proposal: aProposal(verdicts), mistakes })
      return text
        .split('\n')
        .flatMap((line) => (line.includes('<code>prod</code>') ? [line.split(' | ').at(-1)] : []))
    }
    expect(rowsOf([problem(2)])).toEqual(['mistake |', 'checked |', 'mistake |'])
    expect(rowsOf([problem()])).toEqual(['checked |', 'checked |', 'mistake |'])
    const both: Problem = { ...problem(2), alsoAt: [{ file: 'prod/k.yaml', line: 3 }] }
    expect(rowsOf([both])).toEqual(['mistake |', 'mistake |', 'mistake |'])
  })

  test('has the time of each phase on one line', () => {
    const phases = [
      { name: 'role' as const, ms: 240, failed: false },
      { name: 'look-up' as const, ms: 98, failed: false },
      { name: 'build' as const, ms: 61_700, failed: false },
      { name: 'push' as const, ms: 4_020, failed: false },
      { name: 'commit' as const, ms: 610, failed: false },
    ]
    const record = { plan: aPushPlan(), images, proposal, commit: COMMIT, phases }
    const text = renderSummary(record)
    expect(text).toMatch(/\)\n\nTime: role 0\.2 s, look-up 0\.1 s, build 62 s, push 4\.0 s, commit 0\.6 s\n$/)
  })

  test.each([
    ['BUILD_FAILED', 'build 5 min 12 s (failed)'],
    ['CANCELLED', 'build 5 min 12 s (cancelled)'],
  ] as const)('of a run that ended in a phase says so: %s', (code, words) => {
    const phases = [
      { name: 'role' as const, ms: 240, failed: false },
      { name: 'build' as const, ms: 312_000, failed: true },
    ]
    const error = new StepError([{ code, message: 'm', hint: 'h' }])
    expect(renderSummary({ plan: aPushPlan(), images: new Map(), error, phases })).toContain(
      `\n\nTime: role 0.2 s, ${words}\n`,
    )
  })

  test('of a run that was refused before its first phase has no times', () => {
    expect(renderSummary({ images: new Map(), error, phases: [] })).not.toContain('Time:')
  })

  test('says why an overlay stays as it is, each reason once, as plain text', () => {
    const notices = ['prod.yaml:3 holds web: <b>*freeze*</b>']
    const held = aProposal([aVerdict({ outcome: 'held', notices }), aVerdict({ outcome: 'held', notices })])
    expect(renderSummary({ plan: aPushPlan(), images, proposal: held })).toContain(
      '\n\n- prod.yaml:3 holds web: &lt;b&gt;\\*freeze\\*&lt;/b&gt;\n',
    )
  })

  test('has what the run warned of as one section, above the tables, as plain text', () => {
    const said = { warnings: ['web has mutable tags <b>', 'prod:13 has a *role*'], notices: [] }
    expect(renderSummary({ plan: aPushPlan(), images, proposal, commit: COMMIT, said })).toContain(`

> **Warnings**
>
> - web has mutable tags &lt;b&gt;
> - prod:13 has a \\*role\\*

| Image |`)
  })

  test('has the warnings of a run that failed below its errors', () => {
    const said = { warnings: ['The checkout is modified'], notices: [] }
    const text = renderSummary({ plan: aPushPlan(), images: new Map(), error, said })
    expect(text).toMatch(/What to change:\*\* h\n\n> \*\*Warnings\*\*\n>\n> - The checkout is modified\n\n/)
  })

  test('has every notice once, and none that has a place of its own', () => {
    const plan = aPushPlan({ config: undefined, reason: 'a feature branch' })
    const intent = 'Builds and pushes, but does not deploy: a feature branch.'
    const said = { warnings: [], notices: [intent, 'Created web.', 'Zeros stand.'] }
    const text = renderSummary({ plan, images, said, note: 'Zeros stand.' })
    expect(text).toContain('\n\n- Created web.\n\n')
    expect(text).not.toContain('Builds and pushes')
    expect(text.match(/Zeros stand/g)).toHaveLength(1)
    const held = aProposal([aVerdict({ outcome: 'held', notices: ['Held: freeze.'] })])
    const twice = { warnings: [], notices: ['Held: freeze.'] }
    const both = renderSummary({ plan: aPushPlan(), images, proposal: held, said: twice })
    expect(both.match(/Held: freeze/g)).toHaveLength(1)
  })

  test('says whom AWS took the run for', () => {
    const identities = ['arn:aws:iam::465002806239:role/deploy', 'arn:aws:iam::590184067193:role/pull']
    expect(renderSummary({ plan: aPushPlan(), images, identities })).toContain(
      '\n\nActs in AWS as <code>arn:aws:iam::465002806239:role/deploy</code>, <code>arn:aws:iam::590184067193:role/pull</code>\n',
    )
  })

  test('of several images has a row for each, and for each of their overlays', () => {
    const text = renderSummary({
      plan: aPushPlan({
        images: [
          anImage({ name: 'api', overlays: ['prod', ''] }),
          anImage({ name: 'web', repository: 'web' }),
        ],
      }),
      images: new Map([['web', { how: 'unchanged' as const, found: undefined, seconds: 0 }]]),
      proposal: aProposal([
        aVerdict({ image: 'api', overlay: 'prod' }),
        aVerdict({ image: 'api', overlay: '', previous: undefined }),
        aVerdict({
          image: 'web',
          overlay: 'prod',
          outcome: 'untouched',
          notices: ['None of its paths changed.'],
        }),
        aVerdict({ image: 'web', overlay: 'dev', outcome: 'held', notices: ['Held: freeze.'] }),
      ]),
      note: 'Zeros stand for a digest.',
      commit: COMMIT,
    })
    expect(text).toMatchInlineSnapshot(`
      "## Deployed: <code>api</code>, <code>web</code>

      | Image | Tag | Account | How | Time |
      | --- | --- | --- | --- | --- |
      | <code>api</code> | <code>4f2b8c1</code> | 465002806239<br>ap-southeast-2 | - | - |
      | <code>web</code> | <code>a1b2c3d</code> | 465002806239<br>ap-southeast-2 | unchanged | 0.0 s |

      - <code>465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/kubeadm\\_ec2\\_cluster/identity-service:4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c</code>
      - <code>465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/web:a1b2c3d4e5f60718293a4b5c6d7e8f9001122334</code>

      | Overlay | Image | Before | This run | Result |
      | --- | --- | --- | --- | --- |
      | <code>prod</code> | <code>api</code> | <code>a1b2c3d</code> | <code>4f2b8c1</code> | deployed |
      | <code>.</code> | <code>api</code> | - | <code>4f2b8c1</code> | deployed |
      | <code>prod</code> | <code>web</code> | <code>a1b2c3d</code> | <code>a1b2c3d</code> | unchanged |
      | <code>dev</code> | <code>web</code> | <code>a1b2c3d</code> | <code>a1b2c3d</code> | held |

      - None of its paths changed.
      - Held: freeze.

      Config commit: [<code>cccccccccccc</code>](https://github.com/acme/platform-config/commit/cccccccccccccccccccccccccccccccccccccccc)

      Zeros stand for a digest.
      "
    `)
  })

  test('is no larger than GitHub takes, and says what is left out', () => {
    const problem = (message: string): Problem => ({ code: 'BUILD_FAILED', message, hint: 'h' })
    const error = new StepError([
      problem('ü'.repeat(400_000)),
      problem('é'.repeat(400_000)),
      problem('short'),
    ])
    const text = renderSummary({ images: new Map(), error })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024)
    expect(text).toContain('üü')
    expect(text).not.toContain('éé')
    expect(text).toContain('short')
    expect(text).toMatch(/see the log of this step\.\n$/)
  })

  test('is as large as GitHub takes where that is needed', () => {
    const most = 1024 * 1024
    const rendered = (note: string) => renderSummary({ images, note, diff: 'd'.repeat(most) })
    const note = 'n'.repeat(most - rendered('').length - '\n\n'.length)
    expect(rendered(note)).toHaveLength(most)
    expect(rendered(`${note}n`)).toBe(rendered(''))
  })

  test.each<[DeployRecord, string]>([
    [{ plan: aPushPlan(), images, proposal: outcome('held') }, 'Held'],
    [{ plan: aPushPlan(), images, proposal: outcome('superseded') }, 'Superseded, what is deployed stays'],
    [{ plan: aPushPlan(), images, proposal: outcome('unchanged') }, 'Already deployed'],
    [{ plan: aPushPlan({ config: undefined }), images }, 'In the registry, not deployed'],
    [{ plan: aCheckPlan(), images }, 'Build checked, nothing pushed'],
    [{ plan: aPushPlan({ dryRun: true }), images }, 'Dry run: nothing was built, pushed or committed'],
    [{ plan: aPushPlan(), images, error }, 'Not deployed'],
  ])('says first what came of the run: %#', (record, heading) => {
    expect(renderSummary(record).split('\n')[0]).toBe(`## ${heading}: <code>identity-service</code>`)
  })

  const PULL = { number: 7, url: 'https://github.com/acme/platform-config/pull/7' }
  const proposedWith = (given: string) =>
    aPushPlan({
      config: aConfig({
        pullRequest: aPullRequest(inputsOf({ 'pull-request': given }).inputs.config.pullRequest),
      }),
    })

  test.each([
    ['{}', 'Review and merge it: that deploys.'],
    ['draft: true', 'Mark the draft ready for review, and merge it: that deploys.'],
    ['auto-merge: squash', 'GitHub merges it as soon as everything is there that the branch demands'],
  ])('of a proposal with %s links its pull request, and says what a person does next', (given, words) => {
    const summary = renderSummary({
      plan: proposedWith(given),
      images,
      proposal,
      isProposed: true,
      pullRequest: PULL,
    })
    expect(summary).toMatch(/^## Proposed, not deployed yet: /)
    expect(summary).toContain('| proposed |')
    expect(summary).toContain(`\nPull request: [#7](${PULL.url}). **What to do next:** ${words}`)
    expect(summary).not.toContain('Config commit')
  })

  test('of a proposal that was merged at once has commit and pull request', () => {
    const summary = renderSummary({
      plan: proposedWith('auto-merge: true'),
      images,
      proposal,
      commit: COMMIT,
      pullRequest: PULL,
    })
    expect(summary).toMatch(/^## Deployed: /)
    expect(summary).toContain(`\nPull request: [#7](${PULL.url}), merged\n`)
    expect(summary).toContain('Config commit: ')
  })

  test('of a rollback that is proposed says that it is one', () => {
    const back = aProposal([aVerdict({ rollback: { reason: 'r', hold: 'h' } })])
    const record = { plan: proposedWith('{}'), images, proposal: back, isProposed: true, pullRequest: PULL }
    expect(renderSummary(record)).toMatch(/^## Rollback proposed: /)
  })

  test('of a pull request says why nothing was pushed', () => {
    expect(
      renderSummary({
        plan: aCheckPlan({ reason: 'a run on pull_request builds without pushing' }),
        images: new Map(),
      }),
    ).toMatchInlineSnapshot(`
      "## Build checked, nothing pushed: <code>identity-service</code>

      Because a run on pull\\_request builds without pushing.

      | Image | Tag | Account | How | Time |
      | --- | --- | --- | --- | --- |
      | <code>identity-service</code> | <code>4f2b8c1</code> | - | - | - |

      - <code>kubeadm\\_ec2\\_cluster/identity-service:4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c</code>

      | Overlay | Image | Before | This run | Result |
      | --- | --- | --- | --- | --- |
      | <code>apps/identity-service/<wbr>overlays/prod</code> | <code>identity-service</code> | - | <code>4f2b8c1</code> | checked |
      "
    `)
  })

  test('of a pull request that failed says what failed, not why it would not have pushed', () => {
    expect(renderSummary({ plan: aCheckPlan({ reason: 'a reason' }), images, error })).not.toContain(
      'A reason',
    )
  })

  test.each([
    [
      {
        configPlace: { file: 'prod/k.yaml', line: 7, url: 'https://github.com/a/c/blob/abc/prod/k.yaml#L7' },
      },
      ' at [prod/k.yaml:7](https://github.com/a/c/blob/abc/prod/k.yaml#L7)',
    ],
    [{ configPlace: { file: 'prod' } }, ' at <code>prod</code>'],
    [{ checkoutPlace: { file: 'Dockerfile', line: 3 } }, ' at <code>Dockerfile:3</code>'],
    [{}, ''],
  ])('of a failure names code, place, what happened and what to change: %#', (place, at) => {
    const text = renderSummary(
      failed({ message: 'no entry & no <base>', hint: 'Set the input name.', ...place }),
    )
    expect(text).toBe(`## Not deployed

> **BUILD_FAILED**${at}
>
> no entry &amp; no &lt;base&gt;
>
> **What to change:** Set the input name.
`)
  })

  test('keeps the lines and spaces of a message, and wraps them', () => {
    const message = 'The token of this job says:\n  sub: repo:acme/*\n\n  aud: <x>'
    expect(renderSummary(failed({ message }))).toContain(`
> The token of this job says:
>
> <div><code>  sub: repo:acme/*
> &nbsp;
>   aud: &lt;x&gt;</code></div>
>
> **What to change:** h
`)
  })

  test('keeps those of a warning in its item', () => {
    const said = { warnings: ['Add these:\n# file\n  a: b', 'Another.'], notices: [] }
    expect(renderSummary({ plan: aPushPlan(), images, said })).toContain(`
> - Add these:
>
>   <div><code># file
>     a: b</code></div>
> - Another.
`)
  })

  test('gives long words of a table places to break, and leaves all else whole', () => {
    const name = 'kubeadm_ec2_cluster_service'
    const text = renderSummary({ plan: aPushPlan({ images: [anImage({ name })] }), images: new Map() })
    expect(text).toContain('| <code>kubeadm\\_ec2\\_<wbr>cluster\\_<wbr>service</code> |')
    expect(text).toContain('## Not deployed: <code>kubeadm\\_ec2\\_cluster\\_service</code>')
    expect(text).toContain('<code>apps/identity-service/<wbr>overlays/prod</code> |')
  })

  test('tells every problem', () => {
    const problem = (message: string): Problem => ({ code: 'INPUT_INVALID', message, hint: 'h' })
    const text = renderSummary({
      images: new Map(),
      error: new StepError([problem('one'), problem('two')]),
    })
    expect(text.match(/INPUT_INVALID/g)).toHaveLength(2)
  })

  test('has no link to the commit where the repository has no pages', () => {
    const config = aConfig({ remote: { url: 'file:///c.git', webUrl: undefined, label: 'c' } })
    expect(renderSummary({ plan: aPushPlan({ config }), images, proposal, commit: COMMIT })).toMatch(
      /\n\nConfig commit: <code>c{12}<\/code>\n$/,
    )
  })

  test('shows the diff of what was committed in a fence that its text cannot close', () => {
    const diff = '--- a/x\n+++ b/x\n-````\n+```\n'
    const text = renderSummary({ plan: aPushPlan(), images, proposal, diff, commit: COMMIT })
    expect(text).toContain(`\`\`\`\`\`diff\n${diff.trimEnd()}\n\`\`\`\`\``)
  })
})
