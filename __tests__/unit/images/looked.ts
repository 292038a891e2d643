import type { FoundImage, Registry } from '../../../src/aws/registry/registry.ts'
import type { LookedUp } from '../../../src/images/look-up.ts'
import type { PushedImage } from '../../../src/plan/image.ts'
import { anImage, HOST, host, SHA } from '../builders.ts'

/** Nothing here asks a registry. */
export const registry: Registry = {
  host: host(HOST),
  identify: () => Promise.reject(new Error('not asked')),
  login: () => Promise.reject(new Error('not asked')),
  find: () => Promise.reject(new Error('not asked')),
  platforms: () => Promise.reject(new Error('not asked')),
  configuration: () => Promise.reject(new Error('not asked')),
  tag: () => Promise.reject(new Error('not asked')),
  createRepository: () => Promise.reject(new Error('not asked')),
  mutableTags: () => Promise.reject(new Error('not asked')),
  archived: () => Promise.reject(new Error('not asked')),
  history: () => Promise.reject(new Error('not asked')),
}
export const login = { host: host(HOST), pushHost: HOST, insecure: false, username: 'AWS', password: 'x' }

/** What a repository holds; undefined: there is none. */
export const looked = (
  changes: Partial<PushedImage>,
  content: Record<string, FoundImage> | undefined,
): LookedUp => ({
  image: anImage(changes),
  registry,
  login,
  content: content && new Map(Object.entries(content)),
})

export const RELEASE = { tag: 'v1.2.3', tested: [SHA, `main-${SHA}`] }
