import type { Problem } from '../../errors/errors.ts'
import type { Step } from '../../names/yaml-path.ts'
import { knownImages, listImages, meantImage } from '../known/images.ts'
import { isListOfKustomize, overlayHint } from '../known/kustomization.ts'
import { missingWords } from '../path/refusals.ts'
import type { YamlSource } from '../yaml/source.ts'
import { seekIn } from './entry.ts'

interface Sought {
  readonly key: string
  readonly steps: readonly Step[]
}

/**
 * Why no image is at a path, and what the file has instead.
 *
 * @param first What is to be done before the path is corrected, where the file is the right one.
 */
export function absence(source: YamlSource, { key, steps }: Sought, first = ''): Problem {
  const { file } = source
  const isOthers = isListOfKustomize(file.path, steps)
  const sought = isOthers ? undefined : seekIn(source, steps)
  const why = sought ? whyNone(sought) : 'that list is of kustomize, and holds no values.'
  const known = knownImages(source)
  const close = meantImage(key, known)
  const meant = close === undefined ? '' : ` Did you mean "${close}"?`
  const line = sought?.found ? source.lineAt(sought.ways.at(-1)?.start ?? 0) : undefined
  return {
    code: 'ENTRY_MISSING',
    inputs: ['helm-values'],
    message: `${file.path} has no image at ${key}: ${why}${meant}`,
    hint:
      elsewhere(file.path, key, isOthers || known.length === 0) ??
      `${first}Correct what follows the # in helm-values, or write the image there, as repository and tag.${listImages(known)}`,
    configPlace: file.place(line),
  }
}

const whyNone = (sought: ReturnType<typeof seekIn>): string =>
  sought.found
    ? 'nothing there says which: neither repository, tag, registry nor digest.'
    : missingWords(sought.missing)

/** What the input manifests takes. */
const CONTAINER = /^[A-Z][A-Za-z0-9]*\/[\w.:-]+\/[\w.:-]+$/

/** The input that takes what was named; a kustomization belongs here where it holds the values of its charts. */
function elsewhere(path: string, key: string, isWithoutValues: boolean): string | undefined {
  if (CONTAINER.test(key)) return `kind/name/container belongs in the input manifests: ${path}#${key}`
  return isWithoutValues ? overlayHint(path) : undefined
}
