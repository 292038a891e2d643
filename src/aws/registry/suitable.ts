import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { FoundImage } from './registry.ts'

/**
 * How it comes there: it was found, by a run that could build another or by one that may not; or this run has built it,
 * or is to put it together.
 */
export type Origin = 'found' | 'required' | 'built' | 'merged'

export interface RequiredImage {
  /** `host/repository` */
  readonly repositoryUrl: string
  readonly tag: string
  readonly commit: string | undefined
  /** The version that is to be put on it, when it stands under another tag. */
  readonly release?: string | undefined
  /** Empty: whatever the builder has made. */
  readonly platforms: readonly string[]
  readonly origin: Origin
}

/** Why an image that has the tag is not the one that is wanted; undefined when it is. */
export function unsuitable(found: FoundImage, wanted: RequiredImage): Problem | undefined {
  const another = wanted.origin === 'built' ? undefined : otherCommit(found, wanted)
  return another ?? missingPlatform(found, wanted)
}

/** An immutable tag cannot be pushed twice, so the way out is another tag of the same commit. */
const anotherTag = (behind: string): string =>
  `An immutable tag cannot be pushed again: set the input tag to \${{ github.sha }}-${behind}, which names the same commit and a new image`
const OF_RUN = `\${{ github.run_id }}`
export const ANOTHER_TAG = anotherTag(`r${OF_RUN}`)

function otherCommit({ revision, digest }: FoundImage, wanted: RequiredImage): Problem | undefined {
  const { repositoryUrl, tag, commit } = wanted
  if (revision === undefined || commit === undefined || isCommit(revision, commit)) return undefined
  return {
    code: 'IMAGE_OTHER_COMMIT',
    inputs: ['tag'],
    message: `${repositoryUrl}:${tag} (${digest}) says that it was built from ${oneLine(revision)}, not from ${commit}`,
    hint: `${ANOTHER_TAG}. Find out who pushed this one: its annotation org.opencontainers.image.revision names the other commit.`,
  }
}

/** An abbreviated commit is one, too; a text that is no commit at all (a branch, a version) says nothing. */
export function isCommit(revision: string, commit: string): boolean {
  const stated = revision.trim().toLowerCase()
  return !/^[0-9a-f]{7,64}$/.test(stated) || commit.toLowerCase().startsWith(stated)
}

/** What is known of no platform can be the only one that is wanted, but not several. */
function missingPlatform(found: FoundImage, wanted: RequiredImage): Problem | undefined {
  const platforms = [...new Set(wanted.platforms.map(normalPlatform))]
  if (found.platforms.length === 0 && platforms.length <= 1) return undefined
  const missing = platforms.filter(
    (platform) => !found.platforms.some((there) => serves(there, platform, found)),
  )
  if (missing.length === 0) return undefined
  const has =
    found.platforms.length > 0 ? found.platforms.map(normalPlatform).join(', ') : 'a single platform'
  return {
    code: 'IMAGE_PLATFORM_MISSING',
    inputs: ['platforms', 'tag'],
    message: `${wanted.repositoryUrl}:${wanted.tag} ${VERBS[wanted.origin]}, but without ${missing.join(', ')}: it has ${has}`,
    hint: platformHint(wanted, platforms),
  }
}

const VERBS: Readonly<Record<Origin, string>> = {
  found: 'exists',
  required: 'exists',
  built: 'was built and pushed',
  merged: 'would be put together',
}

/**
 * An index is chosen from by what it says, the variant that goes without saying included. A configuration without a
 * variant says nothing of it: builders have left it out for years.
 */
function serves(there: string, platform: string, { isIndex }: FoundImage): boolean {
  if (normalPlatform(there) === platform) return true
  const isSilent = !isIndex && there.split('/').length < 3
  return isSilent && withoutVariant(normalPlatform(there)) === withoutVariant(platform)
}

const withoutVariant = (platform: string): string => platform.split('/').slice(0, 2).join('/')

function platformHint({ origin, release, tag }: RequiredImage, platforms: readonly string[]): string {
  if (release !== undefined) {
    return `Set the input platforms to what this image has, which ${release} is to be put on; or have the run of the commit build all of them.`
  }
  if (origin === 'required') {
    return 'Set the input platforms to what this image has, or the input tag to that of an image which has them all.'
  }
  if (origin === 'merged') {
    return 'Add the tag of the image for it to the input merge-tags, or correct the input platforms.'
  }
  // A tag that differs by the run alone would be the same for every job of the run, each with a platform of its own.
  const own = platforms.map((platform) => platform.replace(/^linux\//, '').replaceAll('/', '-')).join('-')
  const another = anotherTag(tag.endsWith(`-${own}`) ? `${own}-r${OF_RUN}` : own)
  return origin === 'built'
    ? `Give FROM an image that has the platform: the engine took one of another. ${another}.`
    : `${another}; or set the input platforms to what this image has. For one image of several jobs, each with a platform of its own, give each such a tag and a last job the input merge-tags.`
}

/**
 * Other names of architectures and the variants that go without saying, as containerd and so BuildKit read them
 * (containerd/platforms, `Normalize`).
 */
const ARCHITECTURES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  i386: ['386'],
  aarch64: ['arm64'],
  armhf: ['arm'],
  armel: ['arm', 'v6'],
}
const IMPLIED: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8' }
const DEFAULT_ARM = 'v7'

/** One spelling for each platform: `linux/arm64/v8` and `linux/aarch64` are `linux/arm64`. */
export function normalPlatform(text: string): string {
  const parts = text.trim().toLowerCase().split('/')
  const [os = '', named = '', given = ''] = parts.length === 1 ? ['linux', ...parts] : parts
  const [architecture, implied] = ARCHITECTURES[named] ?? [named]
  const variant = normalVariant(architecture, given || implied || '')
  return [os === 'macos' ? 'darwin' : os, architecture, variant].filter(Boolean).join('/')
}

function normalVariant(architecture: string, given: string): string {
  const variant = /^\d/.test(given) ? `v${given}` : given
  if (architecture === 'arm') return variant || DEFAULT_ARM
  return variant === IMPLIED[architecture] ? '' : variant
}
