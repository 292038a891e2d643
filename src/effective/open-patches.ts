import { inFolder } from '../names/path.ts'
import type { AuditFile, RepositoryFiles } from './file.ts'
import type { SitedImage } from './images.ts'
import type { Kustomization } from './kustomize/kustomization.ts'
import type { Origin } from './object.ts'
import type { SitedRole } from './roles.ts'
import { isWorthReading, type PatchSites, sitesInPatch, sitesInPatchText } from './sites/patch-sites.ts'
import { roleSitesIn } from './sites/role-site.ts'
import { itemsAt, type ScalarNode, valueAt, type YamlNode } from './yaml/node.ts'

export interface OpenPatches {
  readonly images: readonly SitedImage[]
  readonly roles: readonly SitedRole[]
}

/** Images and roles in patches whose target is not in the repository: what the patch itself says. */
export function openPatches(
  files: RepositoryFiles,
  kustomization: Kustomization,
  origins: readonly Origin[],
): OpenPatches {
  const object = `Kustomization/${kustomization.folder === '' ? '.' : kustomization.folder}`
  const found = patchesOf(kustomization).flatMap((patch) => sitesOf(files, kustomization, patch))
  const images = found.flatMap((sites) => sites.images)
  const roles = [...found.flatMap((sites) => sites.roles), ...valuesInline(kustomization)]
  return {
    images: images.map((site) => ({ site, object, namespace: undefined, origins })),
    roles: roles.map((site) => ({ site, object, origins, known: 'assumed' as const })),
  }
}

/** A patch as the kustomization writes it, or the path of its file. */
type Patch = { readonly text: ScalarNode } | { readonly path: ScalarNode } | { readonly node: YamlNode }

function patchesOf({ root }: Kustomization): readonly Patch[] {
  const merges = itemsAt(root, 'patchesStrategicMerge').flatMap((item): readonly Patch[] => {
    if (item.kind !== 'scalar') return [{ node: item }]
    return item.text.includes('\n') ? [{ text: item }] : [{ path: item }]
  })
  const others = ['patches', 'patchesJson6902'].flatMap((field) => itemsAt(root, field))
  return [...merges, ...others.flatMap(patchIn)]
}

function patchIn(item: YamlNode): readonly Patch[] {
  const patch = valueAt(item, 'patch')
  const path = valueAt(item, 'path')
  if (patch) return [patch.kind === 'scalar' ? { text: patch } : { node: patch }]
  return path?.kind === 'scalar' ? [{ path }] : []
}

function sitesOf(files: RepositoryFiles, { folder }: Kustomization, patch: Patch): readonly PatchSites[] {
  if ('text' in patch) return [sitesInPatchText(patch.text)]
  if ('node' in patch) return [sitesInPatch(patch.node)]
  const file = fileAt(files, inFolder(folder, patch.path.text))
  if (!file || !isWorthReading(file.text)) return []
  return file.documents.map(sitesInPatch)
}

function fileAt(files: RepositoryFiles, path: string): AuditFile | undefined {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return files.file(steps.join('/'))
}

const valuesInline = ({ root }: Kustomization) =>
  itemsAt(root, 'helmCharts').flatMap((chart) => {
    const values = valueAt(chart, 'valuesInline')
    return values ? roleSitesIn(values) : []
  })
