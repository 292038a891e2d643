import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isolatedGitEnv } from '../../__tests__/support/git.ts'

/** A process beside the benchmark, so that its work is not done by the event loop that measures. */
export interface Worker extends AsyncDisposable {
  ask<Answer>(question: object): Promise<Answer>
}

/** Its standard output is nobody's: the action's rooms write mask commands there. */
export function startWorker(script: string): Worker {
  const child = fork(join(import.meta.dirname, script), {
    env: isolatedGitEnv(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = []
  child.on('message', (answer) => waiting.shift()?.resolve(answer))
  child.on('exit', (code) => {
    for (const { reject } of waiting) reject(new Error(`${script} ended with ${code}`))
  })
  return {
    ask: <Answer>(question: object) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ resolve: (answer) => resolve(answer as Answer), reject })
        child.send(question)
      }),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

/** The other side: answers one question after another. */
export function answerQuestions(answer: (question: never) => Promise<unknown>): void {
  // A benchmark that was killed leaves no server behind.
  process.on('disconnect', () => process.exit())
  process.on('message', (question) => {
    void answer(question as never).then((reply) => process.send?.(reply))
  })
}
