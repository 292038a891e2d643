import { describe, expect, test } from 'vitest'
import type { Registry } from '../../../src/aws/registry/registry.ts'
import { StepError } from '../../../src/errors/errors.ts'
import { lookUp } from '../../../src/images/look-up.ts'
import { Phases } from '../../../src/runner/phases.ts'
import { anImage, problemsOf } from '../builders.ts'
import { login, registry } from './looked.ts'

describe('lookUp', () => {
  const access = anImage().access
  /** Registries that take some time for everything; the role of the refused accounts is refused. */
  function asked(refused = false) {
    let now = 0
    const order: string[] = []
    const takes = async <T>(what: string, ms: number, answer: T) => {
      order.push(what)
      now += ms
      return answer
    }
    const known: Registry = {
      ...registry,
      identify: () => {
        if (refused) return Promise.reject(new Error('refused'))
        return takes('identify', 200, undefined)
      },
      login: () => takes('login', 30, login),
      find: (repository) => takes(`find ${repository}`, 70, new Map()),
    }
    const phases = new Phases(() => now)
    const times = () => phases.soFar().map(({ name, ms, failed }) => [name, ms, failed])
    return { order, phases, times, connect: () => known }
  }
  const images = ['api', 'web'].map((name) =>
    anImage({ name, repository: name, repositoryUrl: name, access }),
  )

  test('asks once it is known who asks, and both are phases', async () => {
    const { order, phases, times, connect } = asked()
    const found = await lookUp(images, connect, phases)
    expect(found.map(({ image }) => image.name)).toEqual(['api', 'web'])
    expect(order).toEqual(['identify', 'identify', 'login', 'find api', 'login', 'find web'])
    expect(times()).toEqual([
      ['role', 400, false],
      ['look-up', 200, false],
    ])
  })

  test('a refusal of the login that several share stays one, and may be for an address that is wrong', async () => {
    const { phases, connect } = asked()
    const refused = new StepError([{ code: 'ECR_DENIED', message: 'm', hint: 'h', inputs: ['registry'] }])
    const denied = () => ({ ...connect(), login: () => Promise.reject(refused) })
    expect(await problemsOf(() => lookUp(images, denied, phases))).toEqual([
      {
        code: 'ECR_DENIED',
        message: 'm',
        hint: 'h',
        inputs: ['registry', 'role-to-assume', 'aws-region', 'repository'],
      },
    ])
  })

  test('asks nothing where the role is refused', async () => {
    const { order, phases, times, connect } = asked(true)
    await expect(lookUp(images, connect, phases)).rejects.toThrow('refused')
    expect([order, times()]).toEqual([[], [['role', 0, true]]])
  })
})
