/** A process with a share of the writers, each of them a whole bump of the action's own. */
import { type WriterGround, type WriterTask, write } from '../../__tests__/support/writers.ts'
import { answerQuestions } from './worker.ts'

export interface Share {
  ground: WriterGround
  tasks: readonly WriterTask[]
  /** One for each of them, in place of that of all. */
  tokens?: readonly string[]
}

answerQuestions(({ ground, tasks, tokens }: Share) => {
  const groundOf = (index: number): WriterGround => {
    const token = tokens?.[index]
    return token === undefined ? ground : { ...ground, credential: { kind: 'token', token } }
  }
  return Promise.all(tasks.map((task, index) => write(groundOf(index), task)))
})
