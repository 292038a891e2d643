import type { Place, Problem } from '../errors/errors.ts'
import type { Stated } from '../names/host.ts'
import { isPlaceholderRepository } from '../names/placeholder.ts'
import { splitReference } from '../names/reference.ts'

/** An entry, what it names, and the input that leads to it. */
export interface Named {
  readonly where: string
  readonly current: string
  readonly place: Place
  readonly input: string
}

interface Move {
  /** `host/repository` */
  readonly newName: string
  readonly stated: Stated
  readonly retarget: boolean
  /** Only a pattern led to the entry. */
  readonly optional: boolean
}

/**
 * An entry of the right registry: a notice or a problem when it names another repository there. Whoever names an overlay
 * and the image in it knows whose entry that is. A pattern does not, for images of several services may have one name; and
 * a path into a file has no name to compare, so one that is mistaken leads to the image of another service.
 */
export function movedRepository(named: Named, move: Move): { notice?: string } | Problem {
  const { where, current, input } = named
  const { newName, optional, retarget, stated } = move
  const repository = repositoryOf(current)
  if (repository === repositoryOf(newName)) return {}
  const byName = input === 'overlays'
  if (!byName && isPlaceholderRepository(repository)) {
    return {
      notice: `${where}: the repository "${repository}" is a placeholder and becomes ${repositoryOf(newName)}.`,
    }
  }
  if (retarget || (byName && !optional)) {
    return {
      notice: `${where}: moves from ${current} to ${newName}, another repository of the same registry, as ${stated.repository} says.`,
    }
  }
  return optional ? byPattern(named, move) : byPath(named, move)
}

function byPattern({ where, current, place, input }: Named, { newName, stated }: Move): Problem {
  const named = input === 'overlays' ? ', or name the overlay without a pattern' : ''
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current}, another repository than ${newName}, and only a pattern in ${input} leads there`,
    hint: `If the entry is right, correct ${stated.repository}. If it is the image of another service, narrow the pattern in ${input}; if this one moves, set retarget: true for one run${named}.`,
    configPlace: place,
    inputs: [stated.repository],
  }
}

function byPath({ where, current, place, input }: Named, { newName, stated }: Move): Problem {
  return {
    code: 'ENTRY_REGISTRY',
    message: `${where} names ${current}, another repository than ${newName}`,
    hint: `If ${where} is the image of another service, correct what follows the # in ${input}, or its file. If the file is right, correct ${stated.repository}; if this image moves, set retarget: true for one run. A placeholder (<repository>), or a place with no repository at all, is filled in without that.`,
    configPlace: place,
    inputs: [input, stated.repository],
  }
}

/** What follows the host of an image name that has one, without a tag or digest behind it. */
export const repositoryOf = (name: string): string => splitReference(name.slice(name.indexOf('/') + 1)).name
