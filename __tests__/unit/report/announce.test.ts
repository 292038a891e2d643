import { describe, expect, test } from 'vitest'
import { announcePlan } from '../../../src/report/announce.ts'
import type { Log } from '../../../src/runner/log.ts'
import { aCheckPlan, anImage, aPushPlan, HOST, REPOSITORY, SHA } from '../builders.ts'

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

  test('tells warnings and notices of the plan first', () => {
    const { log, lines } = recorder()
    announcePlan(aPushPlan({ warnings: ['w'], notices: ['n'] }), log)
    expect(lines.slice(0, 2)).toEqual(['warning: w', 'notice: n'])
  })
})
