import { describe, expect, test } from 'vitest'
import { createScene, type Scene } from '../scene.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }

interface Outage {
  what: string
  code: string
  hint: RegExp
  says?: RegExp
  /** How the log names what is waited for. */
  waits: string
  arrange: (scene: Scene) => unknown
}

// No more than vitest runs at once (maxConcurrency): each takes its whole time budget, and most of it is waiting.
const outages: Outage[] = [
  {
    what: 'the OIDC endpoint',
    code: 'OIDC_FAILED',
    hint: /githubstatus/,
    waits: "GitHub's OIDC endpoint (HTTP 503), ",
    arrange: ({ oidc }) => oidc.fail({ status: 503 }, FOREVER),
  },
  {
    what: 'STS',
    code: 'AWS_UNREACHABLE',
    hint: /health\.aws/,
    waits: 'STS (',
    arrange: ({ sts }) => sts.fail({ code: 'ServiceUnavailable', status: 503 }, FOREVER),
  },
  {
    what: 'ECR',
    code: 'AWS_UNREACHABLE',
    hint: /health\.aws/,
    waits: 'ECR in ap-southeast-2 (',
    arrange: ({ ecr }) => ecr.fail({ code: 'ServerException', status: 500 }, FOREVER),
  },
  {
    what: 'the compare API',
    code: 'ORDER_UNKNOWN',
    hint: /again/,
    waits: '127.0.0.1:',
    arrange: ({ github }) => github.fail({ status: 503 }, FOREVER),
  },
  {
    what: 'the config repository',
    code: 'CONFIG_UNREACHABLE',
    hint: /again/,
    says: /Failed to connect|refused/,
    waits: 'git clone, ',
    // The port of a server that was closed may be another test's a moment later; nobody listens on this one.
    arrange: ({ inputs }) => {
      inputs['config-repository'] = 'http://127.0.0.1:1/acme/platform-config.git'
    },
  },
]

describe('an outage for ever', () => {
  test.concurrent.for(outages)('of $what ends within its budget, and says what failed', async (outage) => {
    await using scene = await createScene()
    await outage.arrange(scene)
    const tip = await scene.config.tip()
    const result = await scene.go({}, { timeoutMs: 110_000 })
    expect(result).toMatchObject({ exitCode: 1, timedOut: false, stderr: '' })
    expect(result.durationMs).toBeLessThan(75_000)
    const errors = result.annotations.filter(({ level }) => level === 'error')
    // ECR is asked two things at once, and each says what it could not find out.
    expect(new Set(errors.map(({ properties }) => properties.title))).toEqual(new Set([outage.code]))
    expect(errors[0]?.message.split('What to change: ')[1]).toMatch(outage.hint)
    expect(errors[0]?.message).toMatch(outage.says ?? /50[03]/)
    const waits = result.stdout.split('\n').filter((line) => line.startsWith('Still waiting: '))
    expect(waits).toEqual([expect.stringMatching(/^Still waiting: [2-5]\d s for /)])
    expect(waits[0]).toContain(`s for ${outage.waits}`)
    expect(result.outputs.result).toBe('failed')
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.builder.calls()).toEqual([])
    // Spread out: a service that is down is not asked as fast as it answers.
    expect(Object.values(scene.requests()).flat().length).toBeLessThan(100)
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(result)).toEqual([])
  })
})
