import type { ConfigTree } from '../config-repository/repository.ts'
import { failOnAny, type Place, type Problem } from '../errors/errors.ts'
import type { Proposal, Renaming } from '../gitops/proposal.ts'
import { isKustomization, parentOf } from '../names/path.ts'
import { oneLine } from '../names/text.ts'
import { type Claim, claimsTo } from './claims.ts'
import { type Graph, walk } from './graph/graph.ts'

interface Renamed extends Renaming {
  readonly file: string
  /** What others build on: the folder of a kustomization, or a manifest. */
  readonly base: string
  readonly place: Place
}

/** Kustomizations that are followed at once: a walk has its limit. */
const AT_ONCE = 20

/**
 * Kustomizations match an image by what it is called in all that they build on. Where an edit changes that, an entry above
 * it that pins or holds the image would match nothing any more, and its overlay get the new image in silence.
 */
export class RenameCheck {
  readonly #tree: ConfigTree
  #last: { readonly key: string; readonly warnings: readonly string[] } | undefined

  constructor(tree: ConfigTree) {
    this.#tree = tree
  }

  /** Looks at nothing where no image gets another name. Warnings for people. @throws StepError BASE_RENAMED. */
  async check({ tip, verdicts }: Proposal): Promise<readonly string[]> {
    const renamed = verdicts.flatMap(({ kind, outcome, renames, file, place }) => {
      const base = kind === 'manifest' ? file : isKustomization(file) ? parentOf(file) : undefined
      return outcome === 'write' && renames && base !== undefined ? [{ ...renames, file, base, place }] : []
    })
    if (renamed.length === 0) return []
    const key = JSON.stringify([tip, renamed])
    if (this.#last?.key === key) return this.#last.warnings
    const warnings = await this.#look(tip, renamed)
    this.#last = { key, warnings }
    return warnings
  }

  async #look(tip: string, renamed: readonly Renamed[]): Promise<readonly string[]> {
    const at = { tree: this.#tree, tip }
    const names = [...new Set(renamed.flatMap(({ from, to }) => [from, to]))]
    const { claims, unreadable } = await claimsTo(names, at)
    const roots = [...new Set(claims.map(({ folder }) => folder))]
    const problems: Problem[] = []
    const above = new Map<Renamed, Claim[]>(renamed.map((one) => [one, []]))
    for (let start = 0; start < roots.length; start += AT_ONCE) {
      const some = roots.slice(start, start + AT_ONCE)
      const graph = await walk(this.#tree, tip, some)
      for (const [one, found] of above) {
        const reaching = new Set(some.filter((root) => reaches(graph, root, one.base)))
        found.push(...claims.filter((claim) => reaching.has(claim.folder) && isHit(claim, one)))
      }
    }
    for (const [one, found] of above) {
      found.push(...claims.filter((claim) => isBehind(claim, one)))
      if (found.length > 0) problems.push(problemOf(one, found))
    }
    failOnAny(problems)
    return unreadable.map((file) => unread(file, renamed))
  }
}

const isHit = ({ name }: Claim, { from, to }: Renaming): boolean => name === from || name === to

/** Entries are applied in their order: one below, in the file itself, takes what the edited one makes. */
const isBehind = ({ file, name, line = 0 }: Claim, { from, place, ...one }: Renamed): boolean =>
  file === one.file && name === from && place.line !== undefined && line > place.line

/** Also true where it leads to more than is looked at. A folder does not build on itself. */
function reaches(graph: Graph, root: string, base: string): boolean {
  if (root === base) return false
  const seen = new Set([root])
  for (const path of seen) {
    const vertex = graph.get(path)
    if (!vertex || path === base) return true
    for (const { to } of vertex.edges) seen.add(to)
  }
  return false
}

function problemOf({ from, to, file, place }: Renamed, claims: readonly Claim[]): Problem {
  const at = placeName(file, place.line)
  const places = claims.map((claim) => described(claim, to)).join('; ')
  const first =
    place.line === undefined ? `- name: ${from} with newName: ${to} in ${file}` : `newName: ${to} at ${at}`
  return {
    code: 'BASE_RENAMED',
    inputs: ['overlays'],
    message: oneLine(
      `${at} calls the image ${from} for all that build on it, and would call it ${to}. What changes the image above it would change another one then, and its overlay would get the new image: ${places}`,
    ),
    hint: oneLine(
      `Name the overlays that are to be deployed in overlays, instead of ${parentOf(file) || 'the root'}. Or give the image its new name by hand first, in one commit: ${first}, and name: ${to} at each of these places, with newName: ${from} where there is no newName.`,
    ),
    configPlace: place,
  }
}

function described({ file, line, name, hold }: Claim, to: string): string {
  const held = hold === undefined ? '' : `, under a hold${hold === '' ? '' : ` (${hold})`}`
  const goes = name === to ? `goes by the new name already, and matches nothing yet` : `goes by ${name}`
  return `${placeName(file, line)} ${goes}${held}`
}

const placeName = (file: string, line: number | undefined): string =>
  line === undefined ? file : `${file}:${line}`

function unread(file: string, renamed: readonly Renamed[]): string {
  const bases = renamed.map((one) => `${one.file} (${one.from} becomes ${one.to})`).join(', ')
  return `${file} cannot be read, so it is not known whether it builds on ${bases} and goes by the old name. Look at it.`
}
