/** A run's way through the config repository in a process of its own, which reports what is loaded for GitHub's API. */
import { registerHooks } from 'node:module'
import type { WriterGround, WriterTask, Written } from './writers.ts'

export interface Loading {
  ground: WriterGround
  task: WriterTask
}

export type LoadReport = { loaded: string } | { written: Written }

const report = (message: LoadReport) => process.send?.(message)

registerHooks({
  load: (url, context, next) => {
    const [, name] =
      /\/node_modules\/(@octokit\/core|@actions\/github)\/(?:[\w-]+\/)?(?:index|github)\.js$/.exec(url) ?? []
    if (name) report({ loaded: name })
    return next(url, context)
  },
})

process.once('disconnect', () => process.exit())
process.once('message', ({ ground, task }: Loading) => {
  void import('./writers.ts')
    .then(({ write }) => write(ground, task))
    .then((written) => report({ written }))
    .finally(() => process.disconnect())
})
