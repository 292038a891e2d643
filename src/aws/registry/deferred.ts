import type { EcrHost } from '../../names/host.ts'
import type { Registry } from './registry.ts'

/** A registry that is opened when it is first asked: what signs requests takes long to load. */
export function deferred(host: EcrHost, open: () => Promise<Registry>): Registry {
  let opened: Promise<Registry> | undefined
  const registry = () => {
    opened ??= open()
    return opened
  }
  return {
    host,
    login: async () => (await registry()).login(),
    find: async (...question) => (await registry()).find(...question),
    tag: async (...request) => (await registry()).tag(...request),
    createRepository: async (...request) => (await registry()).createRepository(...request),
    mutableTags: async (...question) => (await registry()).mutableTags(...question),
  }
}
