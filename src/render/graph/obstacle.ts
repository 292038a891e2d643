import { linesIn } from './plain-yaml.ts'
import type { Reference } from './references.ts'
import { shown } from './remote.ts'

/** Why a kustomization is not rendered, and what would help. */
export interface Obstacle {
  readonly message: string
  readonly hint: string
}

/** @param at `file:line` of the reference. */
export function remote(at: string, reference: Reference): Obstacle {
  return {
    message: `${at} names the remote ${nounOf(reference)} ${shown(reference.text)}, and nothing is fetched to render`,
    hint: 'Copy it into the config repository, so that the overlay can be rendered from one commit.',
  }
}

function nounOf({ field, role }: Reference): string {
  if (role === 'component') return role
  return field === 'resources' || field === 'bases' ? 'base' : 'file'
}

export function helmNeeded(at: string, helm: string): Obstacle {
  return {
    message: `${at} uses ${helm}, and helm is never run`,
    hint: 'Keep the rendered chart in the config repository.',
  }
}

/** `file:line` of values of a text. */
export function placesIn(file: string, text: string): (value: string) => string {
  const lineOf = linesIn(text)
  return (value) => {
    const line = lineOf(value)
    return line === undefined ? file : `${file}:${line}`
  }
}
