import type { Problem } from '../errors/errors.ts'
import { isTag } from '../names/reference.ts'
import { type Parser, value } from './fields.ts'
import type { InputReader, ReadInput } from './reader.ts'

/** Inputs of a build, with the value that says nothing; a step that puts an image together has no use for them. */
const OF_BUILDS: Readonly<Record<string, string>> = {
  context: '.',
  file: '',
  target: '',
  'build-args': '',
  'build-contexts': '',
  labels: '',
  'no-cache': 'false',
  network: '',
  secrets: '',
  'secret-envs': '',
  'secret-files': '',
  ssh: '',
  cache: '',
  'cache-from': '',
  'cache-to': '',
  provenance: 'false',
  sbom: 'false',
  compression: '',
  engine: '',
  builder: '',
  'login-registries': '',
  'trusted-frontends': '',
  'share-builder': 'false',
  'trusted-paths': '',
  'create-repository': 'false',
  'require-clean': 'false',
}

const tag: Parser<string> = (given) =>
  isTag(given) ? value(given) : { mistake: 'is not the tag of an image', example: `\${{ github.sha }}-arm64` }

/** Tags of the images that the step puts together, and everything that it would leave aside. */
export function parseMergeTags(reader: InputReader, read: ReadInput): readonly string[] {
  const tags = reader.list('merge-tags', tag)
  const problems = tags.length === 0 ? [] : [...twice(tags), ...besideImages(read), ...besideBuild(read)]
  return reader.keep({ value: [...new Set(tags)], problems })
}

function invalid(inputs: readonly string[], message: string, hint: string): Problem {
  return { code: 'INPUT_INVALID', inputs, message, hint }
}

function twice(tags: readonly string[]): readonly Problem[] {
  const repeated = new Set(tags.filter((tag, index) => tags.indexOf(tag) !== index))
  return [...repeated].map((tag) =>
    invalid(
      ['merge-tags'],
      `merge-tags names ${tag} twice`,
      'Name each image once, the one of each platform by the tag that its job has pushed it under.',
    ),
  )
}

function besideImages(read: ReadInput): readonly Problem[] {
  if (read('images').trim() === '') return []
  return [
    invalid(
      ['merge-tags', 'images'],
      'merge-tags is set beside images, and does not say which of them is put together',
      'Use a step of its own for each image that is put together, with repository, tag and merge-tags instead of images. One step with images and build: never can deploy them all then.',
    ),
  ]
}

function besideBuild(read: ReadInput): readonly Problem[] {
  const given = Object.entries(OF_BUILDS)
    .filter(([input, nothing]) => !['', nothing].includes(read(input).trim().toLowerCase()))
    .map(([input]) => input)
  if (given.length === 0) return []
  const names = given.join(', ')
  return [
    invalid(
      ['merge-tags', ...given],
      `merge-tags is set, so this step builds nothing, and ${names} would have no effect`,
      `Move ${names} to the jobs that build the images which merge-tags names.`,
    ),
  ]
}
