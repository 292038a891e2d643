// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { openConfigRoom } from '../../support/config-room.ts'
import { judgeProposed, proposedFiles, proposers } from '../../support/proposers.ts'
import { write } from '../../support/writers.ts'

const RUNS = 8
const CONFIG = 'acme/config'

test.each(['git', 'api'] as const)(
  'runs at once by %s end in one pull request, at the newest commit',
  async (via) => {
    const service = Array.from({ length: RUNS + 1 }, (_, index) => ({ 'app.txt': `${index}\n` }))
    await using room = await openConfigRoom({ service, config: ([first = '']) => proposedFiles(first) })
    const ground = { ...room.over('http'), ...(via === 'api' ? { api: CONFIG } : {}) }
    const options = { repository: CONFIG, withinMs: 500, seed: 17 }
    const tasks = proposers(ground, room.commits.slice(1), options)
    const written = await Promise.all(tasks.map((task) => write(ground, task)))
    expect(written.flatMap(({ error }) => error ?? [])).toEqual([])
    const tag = room.commits.at(-1)
    expect(await judgeProposed(ground, CONFIG, room.config.directory)).toEqual({
      ...{ pulls: 1, open: 1, branches: 1, tag, isSaid: true },
    })
  },
  60_000,
)
