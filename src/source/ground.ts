import { isUtf8 } from 'node:buffer'
import { readlinkSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Asked, Ground, Link, Trail } from './source.ts'

interface GroundOptions {
  readonly env: NodeJS.ProcessEnv
  /** The private folder of this run, which need not be there yet. */
  readonly privateFolder: string
}

/** Where paths lead. Nothing is read but links: what a hostile checkout points to is not even opened. */
export function readGround({ paths, trusted }: Asked, { env, privateFolder }: GroundOptions): Ground {
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
/** Names on the way, those of links included: a path has at most half as many (PATH_MAX). */
const MOST_NAMES = 4096

/** What stands at a path: where a link leads, something else, or nothing that this user can see. */
type Found = { readonly to: string | undefined } | 'other' | 'nothing'
type Look = (path: string) => Found

/** Each place is looked at once, however many paths lead over it. */
function follower(): (path: string) => Trail {
  const known = new Map<string, Found>()
  return (path) =>
    follow(path, (at) => {
      const found = known.get(at) ?? lookAt(at)
      known.set(at, found)
      return found
    })
}

/** As the kernel does: `..` behind a link is above what the link leads to. */
function follow(path: string, look: Look): Trail {
  const links: Link[] = []
  const ahead = namesOf(isAbsolute(path) ? path : `${process.cwd()}/${path}`)
  let at = '/'
  for (let names = 0; names < MOST_NAMES && links.length <= MOST_LINKS; names += 1) {
    const name = ahead.pop()
    if (name === undefined) return { real: at, links }
    const next = placeIn(at, name)
    const found = look(next)
    // Behind what is not there, nothing is: the rest is only a name.
    if (found === 'nothing') return { real: join(next, ...ahead.toReversed()), links }
    if (found === 'other') {
      at = next
      continue
    }
    const { to } = found
    links.push({ at: next, to: to ?? 'a name that is no text' })
    if (to === undefined) break
    if (isAbsolute(to)) at = '/'
    ahead.push(...namesOf(to))
  }
  return { real: undefined, links }
}

/** The folder is a real one, so that nothing but these three has to be resolved in it. */
const placeIn = (folder: string, name: string): string =>
  ['', '.', '..'].includes(name) ? join(folder, name) : `${folder === '/' ? '' : folder}/${name}`

/** The next one last. */
const namesOf = (path: string): string[] => path.split('/').toReversed()

function lookAt(path: string): Found {
  try {
    const target = readlinkSync(path, 'buffer')
    // As text it would name something else than it does.
    return { to: isUtf8(target) ? target.toString() : undefined }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EINVAL' ? 'other' : 'nothing'
  }
}
