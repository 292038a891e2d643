import { relative, sep } from 'node:path'
import { failOnAny, type Problem } from '../../../../errors/errors.ts'
import { oneLine } from '../../../../names/text.ts'
import type { Ground, Link, Trail } from '../../../../source/source.ts'
import type { ParsedInputs } from '../../inputs.ts'
import { type BuildPath, buildPaths, withPaths } from './paths.ts'

/**
 * The inputs with real paths in the place of links, so that what is judged here is what the engine gets.
 * @throws StepError with every path that leads where no build may look, and every mistake of the inputs beside it.
 */
export function settlePaths(parsed: ParsedInputs, ground: Ground): ParsedInputs {
  const judged = buildPaths(parsed.inputs).map((asked) => ({ asked, found: judgePath(asked, ground) }))
  const refused = new Set(judged.filter(({ found }) => found.length > 0).map(({ asked }) => asked.path))
  const problems = judged.flatMap(({ asked, found }) => (refused.has(asked.of ?? '') ? [] : found))
  if (problems.length > 0) failOnAny([...parsed.problems, ...problems])
  const change = (path: string): string => {
    const trail = ground.trails.get(path)
    const isPlain = trail?.real === undefined || trail.links.length === 0
    return isPlain || SYNTAX.test(trail.real) ? path : shortened(trail.real, ground.cwd)
  }
  return { ...parsed, inputs: withPaths(parsed.inputs, change) }
}

/** What a path of a hostile checkout could add to an option that has more than the path in it. */
const SYNTAX = /[,:;=@"\p{Cc}]/u

/** From the workspace where it can be: messages and annotations name files of the checkout so. */
function shortened(real: string, cwd: string): string {
  const from = relative(cwd, real)
  if (from === '') return '.'
  // An engine could take a bare name for an option, or for an address.
  return from.split(sep)[0] === '..' ? real : `./${from}`
}

/** Whether one folder is the other, or holds it. Both are real paths, so that nothing of them has to be resolved. */
const holds = (folder: string, path: string): boolean =>
  `${path}/`.startsWith(folder === '/' ? folder : `${folder}/`)

function judgePath(asked: BuildPath, ground: Ground): readonly Problem[] {
  const trail = ground.trails.get(asked.path)
  if (trail === undefined) throw new Error(`nobody has followed ${asked.path}`)
  const { real } = trail
  if (real === undefined) return [endless(asked, trail)]
  const { workspace, trusted, guarded } = ground
  const inWorkspace = holds(workspace, real)
  const held = guarded.find(({ path }) => holds(real, path))
  const out = trail.links.findLast(({ at }) => holds(workspace, at))
  const leads = { real, trail, out, inWorkspace }
  if (asked.kind === 'folder' && held) return [holding(asked, leads, held)]
  if (inWorkspace) return []
  if (asked.kind === 'named' && out === undefined) return []
  // A home of / is that of nobody, and holds every place.
  const holder = guarded.find(({ path }) => path !== '/' && holds(path, real))
  if (holder) return [outside(asked, leads, holder)]
  return trusted.some((folder) => holds(folder, real)) ? [] : [outside(asked, leads)]
}

interface Leads {
  readonly real: string
  readonly trail: Trail
  /** The last link of the checkout on the way. */
  readonly out: Link | undefined
  readonly inWorkspace: boolean
}

type Guarded = Ground['guarded'][number]

function problem({ input }: BuildPath, message: string, hint: string): Problem {
  return { code: 'PATH_OUTSIDE', inputs: [input], message: oneLine(message), hint: oneLine(hint) }
}

/** The path as it was given, and where it leads. */
function whereItLeads({ input, path }: BuildPath, { real, trail, out }: Leads): string {
  const link = out ?? trail.links.at(-1)
  const over = link ? ` (the link ${link.at} points to ${link.to})` : ''
  return `${input} reads "${path}", which leads to ${real}${over}`
}

function endless(asked: BuildPath, { links }: Trail): Problem {
  const link = links.at(-1)
  const message = `${asked.input} reads "${asked.path}", which leads over links that cannot be followed to their end (the link ${link?.at} points to ${link?.to})`
  return problem(asked, message, `Take the link ${links[0]?.at} out of the checkout, or correct it.`)
}

function holding(asked: BuildPath, leads: Leads, held: Guarded): Problem {
  const message = `${whereItLeads(asked, leads)}: that holds ${held.name} (${held.path}), whose logins and keys would be part of the build`
  if (leads.out) return problem(asked, message, `Take the link ${leads.out.at} out of the checkout.`)
  const hint = leads.inWorkspace
    ? `Set ${held.name} to a folder outside of the workspace for this job, or build a folder that does not hold it.`
    : `Correct the input ${asked.input}: build a folder of the checkout.`
  return problem(asked, message, hint)
}

function outside(asked: BuildPath, leads: Leads, holder?: Guarded): Problem {
  const where = holder ? `inside of ${holder.name} and outside of the workspace` : 'outside of the workspace'
  return problem(asked, `${whereItLeads(asked, leads)}: that is ${where}`, hintFor(asked, leads, holder))
}

function hintFor({ input }: BuildPath, { real, out }: Leads, holder: Guarded | undefined): string {
  const first = out
    ? `Take the link ${out.at} out of the checkout.`
    : `Copy what the build needs into the workspace, and correct the input ${input}.`
  if (holder) return `${first} What lies in ${holder.name} is never built.`
  const otherwise = out
    ? 'Only if you are sure of everybody who can put one there'
    : 'Or, if the build may read all of it'
  return `${first} ${otherwise}, name the folder in the input trusted-paths: ${real}`
}
