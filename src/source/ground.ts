import { readlinkSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Asked, Ground, Link, Trail } from './trail.ts'

export interface GroundNeeds {
  readonly env: NodeJS.ProcessEnv
  /** The private folder of this run, which need not be there yet. */
  readonly privateFolder: string
}

/** Where paths lead. Nothing is read but links: what a hostile checkout points to is not even opened. */
export function readGround({ paths, trusted }: Asked, { env, privateFolder }: GroundNeeds): Ground {
  const trailOf = follower()
  // A place whose links have no end holds nothing, and nothing lies in it.
  const placeOf = (path: string) => trailOf(path).real ?? path
  const guarded = [
    { name: 'HOME', path: env.HOME },
    { name: 'RUNNER_TEMP', path: env.RUNNER_TEMP },
    { name: 'the private folder of this step', path: privateFolder },
  ]
  return {
    cwd: process.cwd(),
    workspace: placeOf(env.GITHUB_WORKSPACE || process.cwd()),
    trusted: trusted.map(placeOf),
    guarded: guarded.flatMap(({ name, path }) => (path ? [{ name, path: placeOf(path) }] : [])),
    trails: new Map(paths.map((path) => [path, trailOf(path)])),
  }
}

/** As many as Linux follows (path_resolution(7)); further ones would be followed by whoever gets the rest. */
const MOST_LINKS = 40

/** Each link is read once, however many paths lead over it. */
function follower(): (path: string) => Trail {
  const known = new Map<string, string | undefined>()
  return (path) =>
    follow(path, (at) => {
      if (!known.has(at)) known.set(at, targetOf(at))
      return known.get(at)
    })
}

/** As the kernel does: `..` behind a link is above what the link leads to. */
function follow(path: string, linkAt: (path: string) => string | undefined): Trail {
  const links: Link[] = []
  const ahead = (isAbsolute(path) ? path : `${process.cwd()}/${path}`).split('/')
  let at = '/'
  while (ahead.length > 0 && links.length <= MOST_LINKS) {
    const name = ahead.shift() ?? ''
    const next = name === '..' ? dirname(at) : join(at, name)
    const to = isStep(name) ? undefined : linkAt(next)
    if (to === undefined) at = next
    else {
      links.push({ at: next, to })
      if (isAbsolute(to)) at = '/'
      ahead.unshift(...to.split('/'))
    }
  }
  return { real: links.length > MOST_LINKS ? undefined : at, links }
}

/** A component that names nothing of its own. */
const isStep = (name: string): boolean => name === '' || name === '.' || name === '..'

/** undefined: no link, or nothing that this user may look at. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
