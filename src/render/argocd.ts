import { childrenOf } from '../config-repository/overlay.ts'
import type { ConfigTree, TreeNode } from '../config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../gitops/proposal.ts'
import { inFolder, parentOf } from '../names/path.ts'
import { itemsOf, lineOf, readDocument, valuesOf } from './graph/plain-yaml.ts'
import { imageName } from './manifests/images.ts'

/** Argo CD, "Parameter Overrides": parameters of an application that are kept in git, for one application or for all. */
const SOURCE_FILE = /^\.argocd-source(?:-.+)?\.yaml$/

/** Warnings for overlays whose `.argocd-source*.yaml` overrides the entry: while it stands, the bump changes nothing. */
export async function argocdOverrides(tree: ConfigTree, proposal: Proposal): Promise<readonly string[]> {
  const entries = proposal.verdicts.filter(({ outcome }) => outcome === 'write')
  const folders = [...new Set(entries.map(({ file }) => parentOf(file)))]
  const nodes = folders.length > 0 ? await tree.nodesAt(proposal.tip, folders) : new Map()
  const files = folders.flatMap((folder) => sourceFilesIn(folder, nodes.get(folder)))
  if (files.length === 0) return []
  const contents = await tree.nodesAt(proposal.tip, files)
  const warnings = files.flatMap((file) => {
    const beside = entries.filter((entry) => parentOf(entry.file) === parentOf(file))
    return warningsFor(file, contents.get(file), beside)
  })
  return [...new Set(warnings)]
}

function sourceFilesIn(folder: string, node: TreeNode | undefined): readonly string[] {
  const names = childrenOf(node).filter((name) => SOURCE_FILE.test(name))
  return names.map((name) => inFolder(folder, name))
}

function warningsFor(
  file: string,
  node: TreeNode | undefined,
  entries: readonly EntryVerdict[],
): readonly string[] {
  const images = node?.kind === 'file' ? overridesIn(node.text) : undefined
  if (node?.kind !== 'file' || !images) {
    return [
      `${file} cannot be read. If it overrides the image in Argo CD, this bump has no effect: look at it.`,
    ]
  }
  return entries.flatMap((entry) => {
    const override = images.find((image) => namesOf(entry).includes(overriddenName(image)))
    return override === undefined
      ? []
      : [overridden({ file, line: lineOf(node.text, override) }, override, entry)]
  })
}

/** An override of the new name is applied behind the entry, to what the entry made. */
export const namesOf = ({ image, reference }: EntryVerdict): readonly string[] => [
  image,
  imageName(reference),
]

export function overridden(
  { file, line }: { readonly file: string; readonly line: number | undefined },
  override: string,
  entry: EntryVerdict,
): string {
  const at = line === undefined ? file : `${file}:${line}`
  return `${at} overrides the image "${overriddenName(override)}" in Argo CD, so this bump of "${entry.image}" in ${entry.file} has no effect while it stands. Remove it from kustomize.images there.`
}

/** `kustomize.images`; undefined for a text that cannot be understood. */
function overridesIn(text: string): readonly string[] | undefined {
  const read = readDocument(text)
  if (!read.ok) return undefined
  const images = valuesOf(read.value, 'kustomize').flatMap((kustomize) => itemsOf(kustomize, 'images'))
  return images.filter((image) => typeof image === 'string')
}

/** `name=newName:tag`, `name:tag` or `name@digest` (Argo CD, `KustomizeImage`). */
export function overriddenName(image: string): string {
  const [name = '', newName] = image.split('=')
  return newName === undefined ? imageName(image) : name
}
