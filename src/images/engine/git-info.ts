import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { shellQuote } from '../../names/text.ts'
import { isProgram } from '../../runner/program.ts'
import { Repository } from '../../source/git/repository.ts'
import type { BuildRequest } from './engine.ts'

/** buildx asks git six times for what only a provenance or these labels would say (buildx docs, BUILDX_GIT_INFO). */
const NOTHING = { BUILDX_GIT_INFO: 'false', BUILDX_GIT_LABELS: 'false' }

/**
 * buildx starts the first `git` of PATH in the context, which would find a repository that is committed there. So the
 * first one is a script that asks about the repository around it, in the way that runs nothing of it.
 */
export function gitInfoOf(
  request: Pick<BuildRequest, 'plan' | 'scratch' | 'environment'>,
): NodeJS.ProcessEnv {
  const { plan, scratch } = request
  const { BUILDX_GIT_LABELS, PATH = '' } = request.environment.variables
  // An image of a stranger's files is not pushed, so nobody would read what it says.
  const wanted = plan.withheld === undefined && (plan.provenance !== undefined || BUILDX_GIT_LABELS)
  const repository = wanted ? Repository.around(plan.context, request) : undefined
  const folder = repository && writeGit(repository, scratch, PATH)
  // Whether files are modified was said before; for that git would look into submodules.
  return folder === undefined
    ? NOTHING
    : { PATH: [folder, PATH].join(delimiter), BUILDX_GIT_CHECK_DIRTY: 'false' }
}

function writeGit({ options, env }: Repository, scratch: string, PATH: string): string | undefined {
  const folder = join(scratch, 'bin')
  const variables = Object.entries({ ...env, PATH })
  const lines = [
    '#!/bin/sh',
    ...variables.map(([name, value = '']) => `export ${name}=${shellQuote(value)}`),
    `exec git ${options.map(shellQuote).join(' ')} "$@"`,
  ]
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'git'), `${lines.join('\n')}\n`, { mode: 0o700 })
  // Nothing is where RUNNER_TEMP is mounted noexec, and buildx would take the next git of PATH.
  return isProgram(join(folder, 'git')) ? folder : undefined
}
