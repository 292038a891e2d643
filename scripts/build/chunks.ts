import { readdirSync } from 'node:fs'
import type { Plugin } from 'rolldown'

/**
 * What a run loads by itself, in the order in which it may come to it. A module is in the first chunk that imports it,
 * directly or not: so no text is there twice, and a chunk imports only those that came before it.
 */
const CHUNKS: Readonly<Record<string, RegExp>> = {
  index: /\/src\/index\.ts$/,
  // That of the deploy door has what other doors share with it, so it comes first.
  ...Object.fromEntries(
    ['deploy', ...readdirSync('src/doors').filter((door) => door !== 'deploy')].map((door) => [
      `door-${door}`,
      new RegExp(`/src/doors/${door}/open\\.ts$`),
    ]),
  ),
  http: /\/src\/(?:runner\/http|doors\/[^/]+\/open-identity)\.ts$/,
  aws: /\/src\/aws\/registry\/connect-registries\.ts$/,
  yaml: /\/src\/inputs\/read-yaml\.ts$/,
  diff: /\/src\/report\/diff\.ts$/,
  gitops: /\/src\/doors\/[^/]+\/open-bump\.ts$/,
  'build-failure': /\/src\/images\/failure\/build-problem\.ts$/,
  kms: /\/src\/aws\/kms\/sign\.ts$/,
  app: /\/src\/github\/app\/app-tokens\.ts$/,
  'config-api': /\/src\/config-repository\/api\/api-repository\.ts$/,
  'api-branches': /\/src\/config-repository\/api\/api-branches\.ts$/,
  // What is deployed to besides kustomizations.
  'edit-helm': /\/src\/edit\/(?:helm|argocd)\/target\.ts$/,
  'edit-manifest': /\/src\/edit\/manifest\/target\.ts$/,
  'edit-chart': /\/src\/edit\/chart\/bump\.ts$/,
  'render-helm': /\/src\/render\/tool\/helm\.ts$/,
  'render-chart': /\/src\/render\/charts\/chart-check\.ts$/,
  'git-branches': /\/src\/config-repository\/git\/git-branches\.ts$/,
  'pull-request': /\/src\/doors\/deploy\/pull-request\/open\.ts$/,
  'github-deployment': /\/src\/doors\/[^/]+\/github-deployment\/open\.ts$/,
  'audit-suggestions': /\/src\/doors\/audit\/suggestions\/open\.ts$/,
  'audit-pull-request': /\/src\/doors\/audit\/pull-request\/open\.ts$/,
  octokit: /\/node_modules\/@octokit\/core\//,
  'simple-git': /\/node_modules\/simple-git\//,
  // What no run needs that is given credentials: the SDK imports it when it looks for some (docs/adr/0017).
  'credential-chain': /\/node_modules\/@(?:aws-sdk|smithy)\//,
  'js-yaml': /\/node_modules\/js-yaml\//,
  'audit-story': /\/src\/doors\/audit\/(?:story|edges)\.ts$/,
  'audit-charts': /\/src\/doors\/audit\/charts\/render\.ts$/,
  'audit-registry': /\/src\/doors\/audit\/registry\/open\.ts$/,
  program: /\/src\/cli\/start\.ts$/,
  'program-audit': /\/src\/cli\/audit\/(?:run|render|explain)\.ts$/,
}

/** What other doors need of a chunk of the deploy door: so neither of them loads what the other one alone needs. */
const SHARED: Readonly<Record<string, string>> = {
  'door-deploy': 'doors',
  ...Object.fromEntries(
    ['gitops', 'edit-helm', 'edit-manifest', 'edit-chart', 'render-chart'].map((chunk) => [
      chunk,
      'overlays',
    ]),
  ),
}
/** What each of them always loads; what few of its runs need may lead to chunks of a deploy. */
const OTHERS =
  /\/src\/(?:doors\/(?!deploy\/)[^/]+\/(?:open|story|edges)|cli\/start|cli\/[^/]+\/(?:run|render|explain))\.ts$/

/** Puts modules into chunks. @throws Error for an `import()` that no chunk is named for. */
export function chunks() {
  const chunkOf = new Map<string, string>()
  const plugin: Plugin = {
    name: 'chunks',
    buildEnd() {
      const modules = [...this.getModuleIds()]
      const imported = (id: string) => this.getModuleInfo(id)?.importedIds ?? []
      const others = closure(
        modules.filter((id) => OTHERS.test(id)),
        imported,
      )
      for (const [chunk, root] of Object.entries(CHUNKS)) {
        const roots = modules.filter((id) => root.test(id))
        for (const id of closure(roots, imported, chunkOf)) {
          const shared = SHARED[chunk]
          chunkOf.set(id, shared !== undefined && others.has(id) ? shared : chunk)
        }
      }
    },
    generateBundle(_, bundle) {
      const names = [...Object.keys(CHUNKS), ...Object.values(SHARED), 'rolldown-runtime']
      const strangers = Object.keys(bundle).filter((file) => !names.includes(file.replace(/\.js$/, '')))
      if (strangers.length > 0)
        throw new Error(`scripts/build/chunks.ts has no place for ${strangers.join(', ')}`)
    },
  }
  const groups = [{ name: (id: string) => chunkOf.get(id) ?? null, debugName: 'chunks' }]
  return { plugin, codeSplitting: { groups, includeDependenciesRecursively: false } }
}

/** Modules with all that they lead to, but for those that are known and what these lead to. */
function closure(
  roots: readonly string[],
  next: (id: string) => readonly string[],
  known: Pick<ReadonlyMap<string, unknown>, 'has'> = new Map(),
): ReadonlySet<string> {
  const found = new Set<string>()
  const left = [...roots]
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id) || known.has(id)) continue
    found.add(id)
    left.push(...next(id))
  }
  return found
}
