import {
  BatchGetImageCommand,
  type BatchGetImageCommandOutput,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr'
import { fail, failOnAny, type Problem } from '../../errors/errors.ts'
import type { EcrHost } from '../../names/host.ts'
import { isDigest } from '../../names/reference.ts'
import { oneLine } from '../../names/text.ts'
import { awsFailure } from '../client.ts'
import type { EcrSession } from './ecr-session.ts'
import { foundImage, MANIFEST_MEDIA_TYPES } from './manifest.ts'
import type { FoundImage } from './registry.ts'
import { withheldProblem } from './withheld.ts'

interface ImageQuestion {
  readonly host: EcrHost
  readonly repository: string
  /** Tags, or digests. */
  readonly tags: readonly string[]
}

/** BatchGetImage takes at most 100 image IDs (ECR API reference). */
const MOST_TAGS = 100

/** See `Registry.find`; several images that are kept back are reported together. */
export async function findImages(
  session: EcrSession,
  question: ImageQuestion,
): Promise<ReadonlyMap<string, FoundImage> | undefined> {
  const found = new Map<string, FoundImage>()
  const problems: Problem[] = []
  const waiting = chunksOf([...new Set(question.tags)])
  for (let tags = waiting.shift(); tags; tags = waiting.shift()) {
    const part = { ...question, tags }
    const answer = await ask(session, part)
    if (!answer) return undefined
    for (const [tag, image] of imagesOf(answer, tags)) found.set(tag, image)
    const open = tags.filter((tag) => !found.has(tag))
    // An image with several of the tags may be reported once, by one of them: the others are asked for alone.
    const silent = tags.length > 1 ? open.filter((tag) => !failureOf(tag, answer)) : []
    waiting.push(...silent.map((tag) => [tag]))
    problems.push(
      ...open.filter((tag) => !silent.includes(tag)).flatMap((tag) => problemOf(part, tag, answer) ?? []),
    )
  }
  failOnAny(problems)
  return found
}

function chunksOf(tags: readonly string[]): string[][] {
  const chunks: string[][] = []
  for (let from = 0; from < tags.length; from += MOST_TAGS) chunks.push(tags.slice(from, from + MOST_TAGS))
  return chunks
}

/** undefined: there is no such repository. */
async function ask(
  session: EcrSession,
  question: ImageQuestion,
): Promise<BatchGetImageCommandOutput | undefined> {
  const { host, repository, tags } = question
  const command = new BatchGetImageCommand({
    registryId: host.account,
    repositoryName: repository,
    imageIds: tags.map((tag) => (isDigest(tag) ? { imageDigest: tag } : { imageTag: tag })),
    // Without its media type in the list an image looks as if it were not there.
    acceptedMediaTypes: [...MANIFEST_MEDIA_TYPES],
  })
  try {
    return await session.attempt((client, options) => client.send(command, options))
  } catch (error) {
    const { name, message } = awsFailure(error)
    if (name === 'RepositoryNotFoundException') return undefined
    const [tag = '', ...others] = tags
    const withheld = withheldProblem({ ...question, tag, reason: name, detail: message })
    // Which of several tags it is about is not said: no answer, so that each is asked for alone.
    if (withheld && others.length > 0) return { $metadata: {} }
    if (withheld) return fail(withheld, error)
    return session.explain(error, { action: 'ecr:BatchGetImage', resource: repository, host })
  }
}

function imagesOf(
  { images = [] }: BatchGetImageCommandOutput,
  asked: readonly string[],
): readonly (readonly [string, FoundImage])[] {
  return images.flatMap(({ imageId, imageManifest, imageManifestMediaType }) => {
    // Whatever other tag of it is named: the image of the one tag that was asked for is the one that was answered.
    const tag = asked.length === 1 && images.length === 1 ? asked[0] : namedBy(imageId, asked)
    if (tag === undefined) return []
    const stated = {
      digest: imageId?.imageDigest,
      manifest: imageManifest,
      mediaType: imageManifestMediaType,
    }
    return [[tag, foundImage(stated)] as const]
  })
}

function failureOf(tag: string, { failures = [] }: BatchGetImageCommandOutput) {
  return failures.find(({ imageId }) => namedBy(imageId, [tag]) === tag)
}

/** The tag of the answer, or its digest where that was asked for. */
function namedBy(id: ImageIdentifier | undefined, asked: readonly string[]): string | undefined {
  return asked.find((tag) => tag === id?.imageDigest) ?? id?.imageTag
}

/** Why a tag has no image in the answer; undefined when the registry has none. */
function problemOf(
  { host, repository }: ImageQuestion,
  tag: string,
  answer: BatchGetImageCommandOutput,
): Problem | undefined {
  const { failureCode: reason = 'no answer for this tag', failureReason: detail = '' } =
    failureOf(tag, answer) ?? {}
  const withheld = withheldProblem({ host, repository, tag, reason, detail })
  if (withheld || reason === 'ImageNotFound') return withheld
  return {
    code: 'ECR_FAILED',
    message: `ECR could not say whether ${repository}:${tag} exists: ${oneLine(`${reason} ${detail}`).trim()}`,
    hint: 'Look at the image in the ECR console, and check AWS_ENDPOINT_URL_ECR on this runner.',
  }
}
