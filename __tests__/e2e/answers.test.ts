import { describe, expect, test } from 'vitest'
import { createScene, type Scene } from './scene.ts'

const MIB = 1024 * 1024
const FOREVER = { times: Number.POSITIVE_INFINITY }

const services: { part: 'oidc' | 'sts' | 'ecr' | 'github'; code: string; mostMiB: number }[] = [
  { part: 'oidc', code: 'OIDC_FAILED', mostMiB: 1 },
  { part: 'sts', code: 'AWS_UNREACHABLE', mostMiB: 1 },
  { part: 'ecr', code: 'AWS_UNREACHABLE', mostMiB: 32 },
  { part: 'github', code: 'ORDER_UNKNOWN', mostMiB: 16 },
]

describe('an answer without end', () => {
  test.concurrent.for(services)(
    'of $part is refused by its size, at once, and is not asked for again',
    async ({ part, code, mostMiB }) => {
      await using scene: Scene = await createScene()
      await scene.haveImage()
      scene[part].fail('endless', FOREVER)
      const tip = await scene.config.tip()
      const result = await scene.go({}, { timeoutMs: 110_000 })
      expect(result).toMatchObject({ exitCode: 1, stderr: '', timedOut: false })
      const errors = result.annotations.filter(({ level }) => level === 'error')
      expect(new Set(errors.map(({ properties }) => properties.title))).toEqual(new Set([code]))
      for (const { message } of errors) expect(message).toContain(`the answer is larger than ${mostMiB} MiB`)
      const asked = scene[part].requests
      // ECR is asked two things at once, of which each fails by itself.
      expect(new Set(asked.map(({ action }) => action)).size).toBe(asked.length)
      // What is on its way in buffers of the system comes on top.
      for (const { sent = 0 } of asked) expect(sent).toBeLessThan((mostMiB + 24) * MIB)
      expect(await scene.config.tip()).toBe(tip)
      expect(await scene.leftovers()).toEqual([])
    },
  )
})
