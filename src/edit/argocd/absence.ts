import type { Problem } from '../../errors/errors.ts'
import type { ArgocdAddress } from '../../names/paths/argocd-path.ts'
import { formatPath } from '../../names/yaml-path.ts'
import { knownImages, listImages, meantImage } from '../known/images.ts'
import { missingWords } from '../path/refusals.ts'
import type { YamlSource } from '../yaml/source.ts'
import { attempt, rootsFor } from './locate.ts'

/** Why nothing is at an address, and what the file has instead. */
export function absence(source: YamlSource, address: ArgocdAddress, key: string): Problem {
  const { file } = source
  const known = knownImages(source)
  const close = meantImage(key, known)
  const meant = close === undefined ? '' : ` Did you mean "${close}"?`
  const why = reason(source, address)
  return {
    code: 'ENTRY_MISSING',
    inputs: ['helm-values'],
    message: `${file.path} has no image at ${key}: ${why}${meant}`,
    hint: `${HINTS[address.form]}${listImages(known)}`,
    configPlace: file.place(),
  }
}

function reason(source: YamlSource, address: ArgocdAddress): string {
  const [root] = rootsFor(source, address)
  if (root === undefined) return 'no document of that name is in it.'
  const { sought } = attempt(source, root, address)
  if (sought && !sought.found) return missingWords(sought.missing)
  const holder = formatPath(address.holder)
  if (address.inner !== '') return `${holder} does not name an image "${address.inner}".`
  return address.form === 'values' || address.form === 'valuesObject'
    ? `it does not say where in ${holder} the image is.`
    : `it does not say which image of ${holder} is meant.`
}

const VALUES =
  'Correct what follows the # in helm-values, or write the image into the values there, as repository and tag.'

const HINTS = {
  values: VALUES,
  valuesObject: VALUES,
  parameters:
    'Behind parameters# comes what the names of the parameters have in front of .repository and .tag, for example parameters#image; add these parameters where they are missing.',
  images:
    'Behind images# comes what the manifests call the image, for example images#web; add it to the list where it is missing: - web=REGISTRY/REPOSITORY:TAG.',
} as const
