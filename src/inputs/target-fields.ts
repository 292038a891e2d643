import { overlayPath } from '../names/path.ts'
import { formatPath, isMistaken, parsePath } from '../names/yaml-path.ts'
import { type Mistake, type Parsed, type Parser, value } from './fields.ts'

/** A file of the config repository, which may be a pattern, and where in it the image is. */
export interface FileTarget {
  readonly path: string
  readonly key: string
}

const VALUES_EXAMPLE = 'apps/web/values-prod.yaml#image'
const MANIFEST_EXAMPLE = 'apps/web/deployment.yaml#Deployment/web/web'

/** `path/values.yaml#dotted.path` */
export const helmValues: Parser<FileTarget> = (given) => fileIn(given, VALUES_EXAMPLE, valuesPlace)

function valuesPlace({ path, key }: FileTarget): Parsed<FileTarget> {
  const steps = parsePath(key)
  if (!isMistaken(steps)) return value({ path, key: formatPath(steps) })
  const { mistake, correction, example } = steps
  return { mistake: `names a place in the file that ${mistake}`, correction, example: `${path}#${example}` }
}

/** `path/deployment.yaml#kind/name/container` */
export const manifest: Parser<FileTarget> = (given) => fileIn(given, MANIFEST_EXAMPLE, containerPlace)

function containerPlace({ path, key }: FileTarget): Parsed<FileTarget> {
  const [kind = '', name = '', container = '', ...more] = key.split('/')
  const isWhole = /^[A-Za-z][A-Za-z0-9]*$/.test(kind) && isName(name) && isName(container)
  if (isWhole && more.length === 0) return value({ path, key })
  const example = `${path}#${exampleOf(MANIFEST_EXAMPLE)}`
  const mistake = 'has no kind, name and container behind the #, parted by /'
  return key.includes('/') || !/[.[]/.test(key)
    ? { mistake, example }
    : {
        mistake: 'has a path of keys behind the #, not kind/name/container',
        ...keysOf({ path, key }, example),
      }
}

/** A path of keys leads to what helm-values takes, unless it is one into a pod. */
function keysOf({ path, key }: FileTarget, example: string): Pick<Mistake, 'correction' | 'example'> {
  if (/containers\b/i.test(key)) return { correction: 'Name kind, object and container', example }
  const read = valuesPlace({ path, key })
  const meant = 'value' in read ? `${path}#${read.value.key}` : read.example
  return { correction: 'A path of keys belongs in the input helm-values', example: meant }
}

/** Names of objects are DNS names for the most part; those of some kinds may have a colon. */
const isName = (text: string): boolean => /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/.test(text)

/** The place in the file of an example. */
const exampleOf = (example: string): string => example.slice(example.indexOf('#') + 1)

type PlaceParser = (file: FileTarget) => Parsed<FileTarget>

function fileIn(given: string, example: string, placeIn: PlaceParser): Parsed<FileTarget> {
  if (/\p{Cc}/u.test(given)) return { mistake: 'has a line break or control character', example }
  const hash = given.indexOf('#')
  if (hash < 0) return withoutHash(given, example, placeIn)
  const path = overlayPath(given.slice(0, hash))
  const key = given.slice(hash + 1).trim()
  if (path === undefined || path === '') {
    return {
      mistake: 'names no file inside the config repository, from its root, in front of the #',
      example,
    }
  }
  return key === '' ? { mistake: 'has nothing behind the #', example } : placeIn({ path, key })
}

/** Where the name of a file ends, and what may part a place in it from there instead of a #. */
const FILE_END = /\.(?:ya?ml|json)(?=$|[\s:=@|,;!/])/i
const GAP = /^[\s:=@|,;!/]*/

function withoutHash(given: string, example: string, placeIn: PlaceParser): Mistake {
  const mistake = 'has no #, and behind it where in the file the image is'
  const { path, sign, key } = partedAt(given)
  if (!path) return { mistake, example }
  if (key === '') {
    const correction = 'Write behind a # where in the file the image is'
    return { mistake, correction, example: `${path}#${exampleOf(example)}` }
  }
  const place = placeIn({ path, key })
  if (!('value' in place)) return place.correction === undefined ? { mistake, example } : place
  return {
    mistake,
    correction: `Write # for the ${SIGNS[sign] ?? `"${sign}"`}`,
    example: `${path}#${place.value.key}`,
  }
}

function partedAt(given: string) {
  const end = FILE_END.exec(given)
  const at = end ? end.index + end[0].length : 0
  const [gap = ''] = GAP.exec(given.slice(at)) ?? []
  return {
    path: overlayPath(given.slice(0, at)),
    sign: gap.trim().charAt(0) || ' ',
    key: given.slice(at + gap.length),
  }
}

const SIGNS: Readonly<Record<string, string>> = { ':': 'colon', ' ': 'space' }
