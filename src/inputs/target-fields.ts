import { overlayPath } from '../names/path.ts'
import { formatPath, isMistaken, parsePath } from '../names/yaml-path.ts'
import { type Parsed, type Parser, value } from './fields.ts'

/** A file of the config repository, which may be a pattern, and where in it the image is. */
export interface FileTarget {
  readonly path: string
  readonly key: string
}

const VALUES_EXAMPLE = 'apps/web/values-prod.yaml#image'
const MANIFEST_EXAMPLE = 'apps/web/deployment.yaml#Deployment/web/web'

/** `path/values.yaml#dotted.path` */
export const helmValues: Parser<FileTarget> = (given) => {
  const file = fileIn(given, VALUES_EXAMPLE)
  if ('mistake' in file) return file
  const { path, key } = file.value
  const steps = parsePath(key)
  if (isMistaken(steps)) {
    const { mistake, example } = steps
    return { mistake: `names a place in the file that ${mistake}`, example: `${path}#${example}` }
  }
  return value({ path, key: formatPath(steps) })
}

/** `path/deployment.yaml#kind/name/container` */
export const manifest: Parser<FileTarget> = (given) => {
  const file = fileIn(given, MANIFEST_EXAMPLE)
  if ('mistake' in file) return file
  const { path, key } = file.value
  const [kind = '', name = '', container = '', ...more] = key.split('/')
  const isWhole = /^[A-Za-z][A-Za-z0-9]*$/.test(kind) && isName(name) && isName(container)
  if (isWhole && more.length === 0) return value({ path, key })
  const example = `${path}#Deployment/web/web`
  return { mistake: 'has no kind, name and container behind the #, parted by /', example }
}

/** Names of objects are DNS names for the most part; those of some kinds may have a colon. */
const isName = (text: string): boolean => /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/.test(text)

function fileIn(given: string, example: string): Parsed<FileTarget> {
  if (/\p{Cc}/u.test(given)) return { mistake: 'has a line break or control character', example }
  const hash = given.indexOf('#')
  if (hash < 0) return { mistake: 'says nothing of where in the file the image is, behind a #', example }
  const path = overlayPath(given.slice(0, hash))
  const key = given.slice(hash + 1).trim()
  if (path === undefined || path === '') {
    return {
      mistake: 'names no file inside the config repository, from its root, in front of the #',
      example,
    }
  }
  return key === '' ? { mistake: 'has nothing behind the #', example } : value({ path, key })
}
