import { readdirSync } from 'node:fs'
import type { Plugin } from 'rolldown'

/**
 * What a run loads by itself, in the order in which it may come to it. A module is in the first chunk that imports it,
 * directly or not: so no text is there twice, and a chunk imports only those that came before it.
 */
const CHUNKS: Readonly<Record<string, RegExp>> = {
  index: /\/src\/index\.ts$/,
  ...Object.fromEntries(
    readdirSync('src/doors').map((door) => [`door-${door}`, new RegExp(`/src/doors/${door}/open\\.ts$`)]),
  ),
  http: /\/src\/(?:runner\/http|doors\/[^/]+\/open-identity)\.ts$/,
  aws: /\/src\/aws\/registry\/connect-registries\.ts$/,
  yaml: /\/src\/inputs\/read-yaml\.ts$/,
  gitops: /\/src\/(?:doors\/[^/]+\/open-bump|report\/diff)\.ts$/,
  'build-failure': /\/src\/images\/failure\/build-problem\.ts$/,
  kms: /\/src\/aws\/kms\/sign\.ts$/,
  app: /\/src\/github\/app\/app-tokens\.ts$/,
  'config-api': /\/src\/config-repository\/api\/api-repository\.ts$/,
  'api-branches': /\/src\/config-repository\/api\/api-branches\.ts$/,
  // What is deployed to besides kustomizations.
  'edit-helm': /\/src\/edit\/(?:helm|argocd)\/target\.ts$/,
  'edit-manifest': /\/src\/edit\/manifest\/target\.ts$/,
  'edit-chart': /\/src\/edit\/chart\/bump\.ts$/,
  'render-chart': /\/src\/render\/(?:charts\/chart-check|tool\/helm)\.ts$/,
  'git-branches': /\/src\/config-repository\/git\/git-branches\.ts$/,
  'pull-request': /\/src\/doors\/[^/]+\/pull-request\/open\.ts$/,
  'github-deployment': /\/src\/doors\/[^/]+\/github-deployment\/open\.ts$/,
  octokit: /\/node_modules\/@octokit\/core\//,
  'simple-git': /\/node_modules\/simple-git\//,
  // What no run needs that is given credentials: the SDK imports it when it looks for some (docs/adr/0017).
  'credential-chain': /\/node_modules\/@(?:aws-sdk|smithy)\//,
}

/** Puts modules into chunks. @throws Error for an `import()` that no chunk is named for. */
export function chunks() {
  const chunkOf = new Map<string, string>()
  const plugin: Plugin = {
    name: 'chunks',
    buildEnd() {
      const modules = [...this.getModuleIds()]
      for (const [chunk, root] of Object.entries(CHUNKS)) {
        const found = modules.filter((id) => root.test(id))
        for (let id = found.pop(); id !== undefined; id = found.pop()) {
          if (chunkOf.has(id)) continue
          chunkOf.set(id, chunk)
          found.push(...(this.getModuleInfo(id)?.importedIds ?? []))
        }
      }
    },
    generateBundle(_, bundle) {
      const names = [...Object.keys(CHUNKS), 'rolldown-runtime']
      const others = Object.keys(bundle).filter((file) => !names.includes(file.replace(/\.js$/, '')))
      if (others.length > 0) throw new Error(`scripts/build/chunks.ts has no place for ${others.join(', ')}`)
    },
  }
  const groups = [{ name: (id: string) => chunkOf.get(id) ?? null, debugName: 'chunks' }]
  return { plugin, codeSplitting: { groups, includeDependenciesRecursively: false } }
}
