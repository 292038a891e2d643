import type { EcrHost } from '../names/host.ts'
import * as aws from './aws-fields.ts'
import { type BuildInputs, parseBuildInputs } from './build-inputs.ts'
import * as fields from './fields.ts'
import { itemReader, parseImageList } from './image-list.ts'
import { InputReader, type ReadInput } from './reader.ts'
import type { FileTarget } from './target-fields.ts'
import * as targets from './target-fields.ts'
import type { ReadYaml } from './yaml-map.ts'

/** What the inputs say of one image. */
export interface ImageInputs {
  readonly name: string | undefined
  readonly repository: string | undefined
  readonly registry: EcrHost | undefined
  readonly tag: string | undefined
  /** What a message calls the inputs that tag, repository and registry are from. */
  readonly tagInput: string
  readonly repositoryInput: string
  readonly registryInput: string
  /** `owner/name` of the repository that the image's commits are of, where it is not that of the run. */
  readonly sourceRepository: string | undefined
  readonly paths: readonly string[]
  readonly overlays: readonly string[]
  readonly helmValues: readonly FileTarget[]
  readonly manifests: readonly FileTarget[]
  readonly build: BuildInputs
}

export type ImageList = readonly [ImageInputs, ...ImageInputs[]]

/** The images of the step: those of `images`, each with the flat inputs as defaults, or the one of the flat inputs. */
export function parseImages(reader: InputReader, read: ReadInput, readYaml: ReadYaml): ImageList {
  const flat = parseImage(reader)
  const given = read('images').trim()
  if (given === '') return [flat]
  const items = reader.keep(parseImageList(given, readYaml))
  const images = items.map((item, index) => {
    const where = `images[${index}].`
    const own = new InputReader(itemReader(item, read), where)
    const value = parseImage(own, (input) => (item.has(input) ? `${where}${input}` : input))
    // What the item has from the flat inputs was judged with them.
    const problems = own.problems.filter(({ inputs = [] }) => inputs.some((input) => item.has(input)))
    return reader.keep({ value, problems })
  })
  const [first = flat, ...rest] = images
  return [first, ...rest]
}

function parseImage(reader: InputReader, named = (input: string) => input): ImageInputs {
  return {
    name: reader.one('name', fields.text),
    repository: reader.one('repository', aws.repositoryName),
    registry: reader.one('registry', aws.ecrHost),
    tag: reader.one('tag', fields.text),
    tagInput: named('tag'),
    repositoryInput: named('repository'),
    registryInput: named('registry'),
    sourceRepository: reader.one('source-repository', fields.repositorySlug),
    paths: reader.list('paths', fields.pathPattern, 'patterns'),
    overlays: reader.list('overlays', fields.text, 'patterns'),
    helmValues: reader.list('helm-values', targets.helmValues, 'patterns'),
    manifests: reader.list('manifests', targets.manifest, 'patterns'),
    build: parseBuildInputs(reader),
  }
}
