import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Clock, unwatched, Waiting } from '../../../src/runner/waiting.ts'

/** Goes on when the test says so, ring by ring. */
class HandClock implements Clock {
  #now = 1_000_000
  #rings: { readonly at: number; readonly ring: () => void }[] = []
  /** How often it was set. */
  set = 0

  now(): number {
    return this.#now
  }

  ringIn(ms: number, ring: () => void): () => void {
    const one = { at: this.#now + ms, ring }
    this.#rings.push(one)
    this.set += 1
    return () => {
      this.#rings = this.#rings.filter((other) => other !== one)
    }
  }

  get isSet(): boolean {
    return this.#rings.length > 0
  }

  pass(seconds: number): void {
    const end = this.#now + seconds * 1000
    for (;;) {
      const [next] = this.#rings.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)
      if (!next) break
      this.#rings = this.#rings.filter((one) => one !== next)
      this.#now = next.at
      next.ring()
    }
    this.#now = end
  }
}

function aRun({ hide = (text: string) => text } = {}) {
  const clock = new HandClock()
  const lines: string[] = []
  const cancel = new AbortController()
  const waiting = new Waiting({ say: (line) => lines.push(line), hide, signal: cancel.signal, clock })
  /** Work of that name, which goes on until the test ends it. */
  const begin = (what: string | undefined, since?: number) => {
    const end = Promise.withResolvers<string>()
    let heard = () => {}
    const sight = what === undefined ? undefined : { what, ...(since === undefined ? {} : { since }) }
    const done = waiting.watch(
      () => sight,
      (hears) => {
        heard = hears
        return end.promise
      },
    )
    return { heard: () => heard(), end: end.resolve, fail: end.reject, done }
  }
  return { clock, lines, cancel, waiting, begin }
}

describe('work that is silent', () => {
  test('is spoken of after 20 s, and then once a minute', () => {
    const { clock, lines, begin } = aRun()
    begin('git push, acme/config')
    clock.pass(19)
    expect(lines).toEqual([])
    clock.pass(1)
    expect(lines).toEqual(['Still waiting: 20 s for git push, acme/config.'])
    clock.pass(59)
    expect(lines).toHaveLength(1)
    clock.pass(1)
    expect(lines.slice(1)).toEqual(['Still waiting: 80 s for git push, acme/config.'])
    clock.pass(600)
    expect(lines).toHaveLength(12)
    expect(lines.at(-1)).toBe('Still waiting: 11 min 20 s for git push, acme/config.')
  })

  test('is not spoken of while the log hears of it', () => {
    const { clock, lines, begin } = aRun()
    const build = begin('api, RUN make')
    for (let line = 0; line < 20; line += 1) {
      clock.pass(19)
      build.heard()
    }
    expect(lines).toEqual([])
    clock.pass(20)
    expect(lines).toEqual(['Still waiting: 6 min 40 s for api, RUN make.'])
  })

  test('costs nothing for each of its lines', () => {
    const { clock, begin } = aRun()
    const build = begin('api, RUN make')
    for (let line = 0; line < 1000; line += 1) build.heard()
    expect(clock.set).toBe(1)
  })

  test('has its own time where it knows one', () => {
    const { clock, lines, begin } = aRun()
    begin('api, RUN make', clock.now() - 70_000)
    clock.pass(20)
    expect(lines).toEqual(['Still waiting: 90 s for api, RUN make.'])
  })

  test('gives back what it makes, and fails as it fails', async () => {
    const { begin, clock } = aRun()
    const [good, bad] = [begin('one'), begin('other')]
    good.end('made')
    bad.fail(new Error('broken'))
    expect(await good.done).toBe('made')
    await expect(bad.done).rejects.toThrow('broken')
    expect(clock.isSet).toBe(false)
  })
})

describe('several works', () => {
  test('are named on one line, the longest wait first', () => {
    const { clock, lines, begin } = aRun()
    begin('git clone, acme/config')
    clock.pass(5)
    begin('ECR in eu-west-1')
    clock.pass(4)
    const third = begin('api, RUN make')
    clock.pass(10)
    third.heard()
    clock.pass(1)
    expect(lines).toEqual(['Still waiting: 20 s for git clone, acme/config.'])
    clock.pass(60)
    expect(lines.slice(1)).toEqual([
      'Still waiting: 80 s for git clone, acme/config; 75 s for ECR in eu-west-1; 71 s for api, RUN make.',
    ])
  })

  test('of which many wait are counted, and those that wait for the same are one', () => {
    const { clock, lines, begin } = aRun()
    for (let image = 0; image < 12; image += 1) begin(`image-${image}, RUN make`)
    begin('image-0, RUN make')
    clock.pass(20)
    const named = [0, 1, 2, 3, 4].map((image) => `20 s for image-${image}, RUN make`).join('; ')
    expect(lines).toEqual([`Still waiting: ${named}; and 7 more.`])
  })

  test('that begin and end without a break leave none out', async () => {
    const { clock, lines, begin } = aRun()
    const first = begin('first')
    clock.pass(15)
    begin('second')
    first.end('')
    await first.done
    clock.pass(19)
    expect(lines).toEqual([])
    clock.pass(1)
    expect(lines).toEqual(['Still waiting: 20 s for second.'])
  })

  test('that say nothing yet are looked at again', () => {
    const { clock, lines, waiting } = aRun()
    let what: string | undefined
    void waiting.watch(
      () => (what === undefined ? undefined : { what }),
      () => new Promise(() => {}),
    )
    clock.pass(25)
    expect(lines).toEqual([])
    what = 'STS (HTTP 503)'
    clock.pass(1)
    expect(lines).toEqual(['Still waiting: 26 s for STS (HTTP 503).'])
    // And not in a circle of its own.
    expect(clock.set).toBeLessThan(12)
  })
})

describe('nothing is said', () => {
  test('of what has ended', async () => {
    const { clock, lines, begin } = aRun()
    const work = begin('git push')
    work.end('')
    await work.done
    expect(clock.isSet).toBe(false)
    clock.pass(100)
    expect(lines).toEqual([])
  })

  test('after the end of the run, whatever still hangs or begins', () => {
    const { clock, lines, waiting, begin } = aRun()
    begin('git push')
    waiting.end()
    begin('STS')
    expect(clock.isSet).toBe(false)
    clock.pass(100)
    expect(lines).toEqual([])
  })

  test('while a cancelled run is put away', () => {
    const { clock, lines, cancel, begin } = aRun()
    begin('api, RUN make')
    clock.pass(20)
    cancel.abort()
    clock.pass(600)
    expect(lines).toHaveLength(1)
  })

  test('where nobody is to hear of it', async () => {
    expect(
      await unwatched(
        () => ({ what: 'STS' }),
        async (heard) => heard() ?? 'made',
      ),
    ).toBe('made')
  })
})

test('a long text is cut, behind its secrets', () => {
  const hide = (text: string) => text.replaceAll('the-secret', '***')
  const { clock, lines, begin } = aRun({ hide })
  begin(`api, RUN ${'x'.repeat(147)} the-secret and more`)
  clock.pass(20)
  expect(lines).toEqual([`Still waiting: 20 s for api, RUN ${'x'.repeat(147)} ***....`])
})

test('a process ends with something that is waited for', async () => {
  const file = join(import.meta.dirname, '../../../src/runner/waiting.ts')
  const program = `
    import { Waiting } from ${JSON.stringify(file)}
    const { signal } = new AbortController()
    const waiting = new Waiting({ say: console.log, hide: (text) => text, signal })
    void waiting.watch(() => ({ what: 'nobody' }), () => new Promise(() => {}))
    console.log('at its end')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  const [code] = await once(child, 'close')
  expect([code, printed]).toEqual([0, 'at its end\n'])
})
