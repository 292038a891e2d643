import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { FoundImage } from './registry.ts'

export interface RequiredImage {
  /** `host/repository` */
  readonly repositoryUrl: string
  readonly tag: string
  readonly commit: string | undefined
  /** The version that is to be put on it, when it stands under another tag. */
  readonly release?: string | undefined
  /** Empty: whatever the builder has made. */
  readonly platforms: readonly string[]
}

/** Why an image that has the tag is not the one that is wanted; undefined when it is. */
export function unsuitable(found: FoundImage, wanted: RequiredImage): Problem | undefined {
  return otherCommit(found, wanted) ?? missingPlatform(found, wanted)
}

/** An immutable tag cannot be pushed twice, so the way out is another tag of the same commit. */
const ANOTHER_TAG = `An immutable tag cannot be pushed again: set the input tag to \${{ github.sha }}-r\${{ github.run_id }}, which names the same commit and a new image`

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
function isCommit(revision: string, commit: string): boolean {
  const stated = revision.trim().toLowerCase()
  return !/^[0-9a-f]{7,64}$/.test(stated) || commit.toLowerCase().startsWith(stated)
}

/** A single manifest does not say its platform: it can be the only one that is wanted, but not several. */
function missingPlatform(found: FoundImage, wanted: RequiredImage): Problem | undefined {
  const platforms = [...new Set(wanted.platforms.map(normalPlatform))]
  if (found.platforms.length === 0 && platforms.length <= 1) return undefined
  const there = found.platforms.map(normalPlatform)
  const missing = platforms.filter((platform) => !there.includes(platform))
  if (missing.length === 0) return undefined
  const has = there.length > 0 ? there.join(', ') : 'a single platform'
  return {
    code: 'IMAGE_PLATFORM_MISSING',
    inputs: ['platforms', 'tag'],
    message: `${wanted.repositoryUrl}:${wanted.tag} exists, but without ${missing.join(', ')}: it has ${has}`,
    hint:
      wanted.release === undefined
        ? `${ANOTHER_TAG}; or set the input platforms to what this image has.`
        : `Set the input platforms to what this image has, which ${wanted.release} is to be put on; or have the run of the commit build all of them.`,
  }
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
