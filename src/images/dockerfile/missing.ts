import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, normalize, relative, resolve } from 'node:path'
import { fail, type Problem } from '../../errors/errors.ts'
import { nearest } from '../../names/nearest.ts'
import { oneLine } from '../../names/text.ts'
import type { BuildPlan } from '../../plan/build.ts'
import { repositoryAbove } from '../../source/git/folders.ts'
import { dockerfilesBelow, foldersIn, isDockerfileName } from './look-around.ts'

type Place = Pick<BuildPlan, 'context' | 'file'>

/** Says what is there in its place, because a wrong name, a wrong folder and a missing checkout look the same. */
export function failWithoutDockerfile(plan: Place, tried: readonly string[], cwd = process.cwd()): never {
  const what = `there is no Dockerfile at ${tried.join(' or ')}`
  return fail(problem(what, plan, cwd, () => dockerfileHint(plan, tried, cwd)))
}

export function failWithoutContext(plan: Place, cwd = process.cwd()): never {
  const { context } = plan
  const isFile = existsSync(resolve(cwd, context)) && statSync(resolve(cwd, context)).isFile()
  const what = `the build context ${context} is ${isFile ? 'a file, and no' : 'not a'} folder of the checkout`
  const folder = dirname(context)
  return fail(
    problem(what, plan, cwd, () =>
      isFile
        ? `Set the input context to ${folder}, and the input file to ${context}.`
        : contextHint(context, cwd),
    ),
  )
}

const CHECK_OUT = 'Run actions/checkout before this step'

function problem(what: string, { context }: Place, cwd: string, hint: () => string): Problem {
  const code = 'DOCKERFILE_MISSING'
  const isInside = !relative(cwd, resolve(cwd, context)).startsWith('..')
  if (isInside && readdirSync(cwd).length === 0) {
    return {
      code,
      message: `${what}: the workspace is empty, so nothing was checked out in this job`,
      hint: `${CHECK_OUT}: every job begins with an empty workspace.`,
    }
  }
  const isCheckedOut = repositoryAbove(resolve(cwd, context)) !== undefined
  const said = oneLine(hint())
  return { code, message: what, hint: isCheckedOut ? said : `${said} ${NO_REPOSITORY}` }
}

const NO_REPOSITORY = `No repository is checked out there: ${CHECK_OUT.toLowerCase()} where its files are meant.`

function dockerfileHint({ context, file }: Place, tried: readonly string[], cwd: string): string {
  const exists = (path: string) => existsSync(resolve(cwd, path))
  const below = file === undefined || isAbsolute(file) ? undefined : join(context, file)
  if (below !== undefined && exists(below)) {
    return `Set the input file to ${below}: it is relative to the workspace, not to context.`
  }
  const [first = context] = tried
  const deeper = tried.flatMap((path) => checkouts(cwd).filter((folder) => exists(join(folder, path))))[0]
  if (deeper !== undefined) return deeperHint(deeper, { context, file })
  const folder = dirname(first)
  const beside = namesIn(resolve(cwd, folder))
    .filter(isDockerfileName)
    .map((name) => join(folder, name))
  if (beside.length > 0) return `Set the input file to ${oneOf(beside)}.`
  const others = dockerfilesBelow(isAbsolute(context) ? context : cwd)
  const shown = others.map((path) => (isAbsolute(context) ? join(context, path) : path))
  if (shown.length === 0) return ELSEWHERE
  return `Set the input file to ${oneOf(shown)} (relative to the workspace, not to context), and the input context to the folder that its COPY instructions begin at.`
}

const ELSEWHERE =
  'Set the input file to its path (relative to the workspace, not to context), or correct context.'

function contextHint(context: string, cwd: string): string {
  const deeper = checkouts(cwd).find((folder) => existsSync(resolve(cwd, folder, context)))
  if (deeper !== undefined) return deeperHint(deeper, { context, file: undefined })
  const parent = dirname(context)
  const close = closeTo(basename(context), foldersIn(resolve(cwd, parent)))
  if (close !== undefined) return `Did you mean ${join(parent, close)}? Then set the input context to it.`
  const folders = isAbsolute(context) ? [] : [...new Set(dockerfilesBelow(cwd).map((path) => dirname(path)))]
  const alike = folders.filter((folder) => basename(folder) === basename(context))
  const meant = alike.length > 0 ? alike : folders
  if (meant.length === 0) return `Correct the input context, and run actions/checkout before this step.`
  return `Set the input context to ${oneOf(meant)}.`
}

/** Short names are near to others of another meaning. */
const SHORTEST_TYPO = 6

const closeTo = (name: string, candidates: readonly string[]): string | undefined =>
  candidates.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ??
  (name.length < SHORTEST_TYPO ? undefined : nearest(name, candidates))

/** Folders of the workspace that actions/checkout was pointed to; none where the workspace itself is one. */
const checkouts = (cwd: string): readonly string[] =>
  existsSync(join(cwd, '.git'))
    ? []
    : foldersIn(cwd).filter((folder) => existsSync(join(cwd, folder, '.git')))

function deeperHint(folder: string, { context, file }: Place): string {
  const withFile = file === undefined ? '' : `, and the input file to ${join(folder, file)}`
  return `The checkout is in ${folder} (the input path of actions/checkout): set the input context to ${normalize(join(folder, context)).replace(/\/$/, '')}${withFile}.`
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).toSorted() : []
}

const MOST_NAMED = 5

function oneOf(paths: readonly string[]): string {
  const [only = '', ...others] = paths
  if (others.length === 0) return only
  const more = paths.length > MOST_NAMED ? `, or one of ${paths.length - MOST_NAMED} more` : ''
  return `the one that is meant: ${paths.slice(0, MOST_NAMED).join(', ')}${more}`
}
