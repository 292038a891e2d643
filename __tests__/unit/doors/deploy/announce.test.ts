import { describe, expect, test } from 'vitest'
import { announcePlan, announceVerdicts } from '../../../../src/doors/deploy/announce.ts'
import type { DeployRecord } from '../../../../src/doors/deploy/record.ts'
import type { Log } from '../../../../src/runner/log.ts'
import {
  aCheckPlan,
  aConfig,
  anImage,
  aProposal,
  aPullRequest,
  aPushPlan,
  aVerdict,
  HOST,
  OLD_SHA,
  REPOSITORY,
  SHA,
} from '../../builders.ts'

function recorder() {
  const lines: string[] = []
  const write = (kind: string) => (text: string) => void lines.push(`${kind}: ${text}`)
  const log: Log = {
    info: write('info'),
    notice: write('notice'),
    warning: write('warning'),
    group: (_, work) => work(),
  }
  return { log, lines }
}

describe('announcePlan', () => {
  test('says what is about to happen, and why', () => {
    const { log, lines } = recorder()
    announcePlan(aPushPlan(), log)
    expect(lines).toEqual([
      `info: Image identity-service: ${HOST}/${REPOSITORY}:${SHA}`,
      'info:   overlay apps/identity-service/overlays/prod',
      'info: Deploys to acme/platform-config: refs/heads/main is a deploy ref.',
    ])
  })

  test('says of a pull request that it proposes, and then where it is and what is to be done', () => {
    const { log, lines } = recorder()
    const plan = aPushPlan({ config: aConfig({ pullRequest: aPullRequest() }) })
    announcePlan(plan, log)
    expect(lines.at(-1)).toContain('info: Proposes a deploy to acme/platform-config: ')
    const pullRequest = { number: 7, url: 'https://github.com/acme/platform-config/pull/7' }
    announceVerdicts({ plan, images: new Map(), isProposed: true, pullRequest }, log)
    expect(lines.slice(-2)).toEqual([
      'info: Pull request #7: https://github.com/acme/platform-config/pull/7',
      'info: Review and merge it: that deploys.',
    ])
  })

  test('says that a run does not deploy, as a notice that nobody overlooks', () => {
    const { log, lines } = recorder()
    announcePlan(
      aPushPlan({ config: undefined, reason: 'refs/heads/x is not one of deploy-refs (main)' }),
      log,
    )
    expect(lines.at(-1)).toBe(
      'notice: Builds and pushes, but does not deploy: refs/heads/x is not one of deploy-refs (main).',
    )
  })

  test('does not promise a build where none may be', () => {
    const { log, lines } = recorder()
    const looking = { images: [anImage({ build: undefined })], config: undefined } as const
    announcePlan(aPushPlan({ ...looking, reason: 'config-repository is empty' }), log)
    expect(lines.at(-1)).toBe(
      'notice: Looks for the images, but does not deploy: config-repository is empty.',
    )
  })

  test('says which images and overlays a merge concerns', () => {
    const { log, lines } = recorder()
    announcePlan(aCheckPlan({ reason: 'a run on pull_request builds without pushing' }), log)
    expect(lines).toEqual([
      `info: Image identity-service: ${REPOSITORY}:${SHA}`,
      'info:   overlay apps/identity-service/overlays/prod',
      'notice: Builds only: a run on pull_request builds without pushing.',
    ])
  })

  test('says of a dry run that it is one, and calls the root of the config repository by its dot', () => {
    const { log, lines } = recorder()
    announcePlan(aPushPlan({ dryRun: true, images: [anImage({ overlays: [''] })] }), log)
    expect(lines.slice(1)).toEqual([
      'info:   overlay .',
      'info: Deploys to acme/platform-config: refs/heads/main is a deploy ref. This is a dry run.',
    ])
  })

  test('says of a dry run that would not deploy that it is one', () => {
    const { log, lines } = recorder()
    const reason = 'refs/heads/x is not one of deploy-refs (main)'
    announcePlan(aPushPlan({ dryRun: true, config: undefined, reason }), log)
    expect(lines.at(-1)).toBe(`notice: Builds and pushes, but does not deploy: ${reason}. This is a dry run.`)
  })

  test('tells warnings and notices of the plan first', () => {
    const { log, lines } = recorder()
    announcePlan(aPushPlan({ warnings: ['w'], notices: ['n'] }), log)
    expect(lines.slice(0, 2)).toEqual(['warning: w', 'notice: n'])
  })
})

describe('announceVerdicts', () => {
  const announced = (record: Partial<DeployRecord>): readonly string[] => {
    const { log, lines } = recorder()
    announceVerdicts({ images: new Map(), ...record }, log)
    return lines
  }

  test.each([
    [aVerdict(), ['info: identity-service in prod/k.yaml: changes (was a1b2c3d)']],
    [aVerdict({ previous: undefined }), ['info: identity-service in prod/k.yaml: changes']],
    [
      aVerdict({ notices: ['The account is a placeholder.'] }),
      [
        'notice: The account is a placeholder.',
        'info: identity-service in prod/k.yaml: changes (was a1b2c3d)',
      ],
    ],
    [
      aVerdict({ outcome: 'unchanged', previous: SHA }),
      ['info: identity-service in prod/k.yaml: has every wanted value already (was 4f2b8c1)'],
    ],
    [
      aVerdict({ outcome: 'superseded', notices: ['A newer commit is deployed.'] }),
      [
        'notice: A newer commit is deployed.',
        'info: identity-service in prod/k.yaml: stays as it is (was a1b2c3d)',
      ],
    ],
    [
      aVerdict({ outcome: 'held', notices: ['Held: freeze.'] }),
      ['notice: Held: freeze.', 'info: identity-service in prod/k.yaml: is held (was a1b2c3d)'],
    ],
    // No news for an annotation: most images of a monorepo are left alone.
    [
      aVerdict({ outcome: 'untouched', notices: ['None of its paths changed.'] }),
      [
        'info: None of its paths changed.',
        'info: identity-service in prod/k.yaml: stays as it is (was a1b2c3d)',
      ],
    ],
  ])('tells what becomes of an entry, and what stood there: %#', (target, lines) => {
    expect(announced({ proposal: aProposal([{ ...target, file: 'prod/k.yaml' }]) })).toEqual(lines)
  })

  test('tells the places of one file apart', () => {
    const values = { kind: 'helm-values', file: 'shop/values.yaml' } as const
    const proposal = aProposal([
      aVerdict({ ...values, key: 'web.image' }),
      aVerdict({ ...values, key: 'jobs[0].image', outcome: 'unchanged' }),
    ])
    expect(announced({ proposal })).toEqual([
      'info: identity-service in shop/values.yaml#web.image: changes (was a1b2c3d)',
      'info: identity-service in shop/values.yaml#jobs[0].image: has every wanted value already (was a1b2c3d)',
    ])
  })

  test('shows the diff, what its reader must know, and the commit', () => {
    const proposal = aProposal([aVerdict({ file: 'a.yaml' }), aVerdict({ image: 'web', file: 'b.yaml' })])
    expect(announced({ proposal, diff: '-a\n+b', note: 'Zeros stand for it.', commit: OLD_SHA })).toEqual([
      'info: identity-service in a.yaml: changes (was a1b2c3d)',
      'info: web in b.yaml: changes (was a1b2c3d)',
      'info: -a\n+b',
      'notice: Zeros stand for it.',
      `info: Committed ${OLD_SHA} to the config repository.`,
    ])
  })

  test('says nothing when nothing was proposed', () => {
    expect(announced({})).toEqual([])
  })
})
