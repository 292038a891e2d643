import { fail } from '../../errors/errors.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { EcrHost } from '../../names/host.ts'
import type { EcrSession } from './ecr-session.ts'
import { findImages } from './find-images.ts'
import { readBlob } from './layer.ts'
import { configurationOf, imagesWithoutPlatform, platformIn, platformText } from './manifest.ts'
import type { FoundImage } from './registry.ts'

interface Place {
  readonly host: EcrHost
  readonly repository: string
}

/** More than there are platforms; an index of more is none that anybody means. */
const MOST_IMAGES = 20

/** See `Registry.platforms`. */
export async function readPlatforms(
  session: EcrSession,
  place: Place,
  image: FoundImage,
): Promise<readonly string[]> {
  const silent = image.isIndex ? imagesWithoutPlatform(image.manifest) : []
  if (image.isIndex && silent.length === 0) return image.platforms
  if (silent.length > MOST_IMAGES) return nameless(place, image)
  const found = image.isIndex ? await findImages(session, { ...place, tags: silent }) : undefined
  const images = image.isIndex ? [...(found?.values() ?? [])] : [image]
  const read = await allOrProblems(images.map((one) => readPlatform(session, place, one)))
  const platforms = [...image.platforms, ...read.flatMap((one) => one ?? [])]
  return platforms.length > 0 ? platforms : nameless(place, image)
}

/** undefined: what is no image, as a chart or a signature, has no platform. */
async function readPlatform(
  session: EcrSession,
  place: Place,
  image: FoundImage,
): Promise<string | undefined> {
  const platform = platformIn((await readConfiguration(session, place, image)) ?? '')
  return platform && platformText(platform)
}

/** See `Registry.configuration`. */
export async function readConfiguration(
  session: EcrSession,
  place: Place,
  { manifest }: FoundImage,
): Promise<string | undefined> {
  const digest = configurationOf(manifest)
  return digest && readBlob(session, { ...place, digest })
}

function nameless({ repository }: Place, { digest, isIndex }: FoundImage): never {
  const what = isIndex ? 'neither do the configurations of its images' : 'its configuration names none'
  return fail({
    code: 'ECR_FAILED',
    message: `${repository}@${digest} does not say its platform: ${what}`,
    hint: 'Build the image with BuildKit or buildah, which write os and architecture into its configuration.',
  })
}
