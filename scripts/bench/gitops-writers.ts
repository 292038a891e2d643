/** A process with a share of the writers, each of them a whole bump of the action's own. */
import { type WriterGround, type WriterTask, write } from '../../__tests__/support/writers.ts'
import { answerQuestions } from './worker.ts'

export interface Share {
  ground: WriterGround
  tasks: readonly WriterTask[]
}

answerQuestions(({ ground, tasks }: Share) => Promise.all(tasks.map((task) => write(ground, task))))
