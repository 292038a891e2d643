import { isKustomization, parentOf } from '../../config-repository/overlay.ts'
import type { ConfigTree } from '../../config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { ComponentUsers, isComponent } from '../graph/users.ts'
import { acceptedReferences } from '../manifests/images.ts'
import { type RenderVerdict, unrendered, type VerdictOptions } from './judge.ts'

/** An edited entry and the folders whose renderings say what it does; with `known`, there is nothing to render. */
export interface Case {
  readonly entry: EntryVerdict
  readonly options: VerdictOptions
  readonly roots: readonly string[]
  readonly known?: RenderVerdict
}

/** More take too long. Where none of these has the image, it is not known whether one of the others has. */
const MOST_USERS = 100

export async function casesOf(
  { tip, files, before }: Proposal,
  entries: readonly EntryVerdict[],
  { tree, mode }: { readonly tree: ConfigTree; readonly mode: VerdictOptions['mode'] },
): Promise<readonly Case[]> {
  let users: ComponentUsers | undefined
  const caseOf = async (entry: EntryVerdict): Promise<Case> => {
    const { image: name, file, place, reference } = entry
    const text = files.get(file) ?? before.get(file) ?? ''
    const options = { mode, wanted: { name, file, place, text, references: acceptedReferences(reference) } }
    const folder = parentOf(file)
    const settled = (known: RenderVerdict): Case => ({ entry, options, roots: [], known })
    if (!isKustomization(file)) return settled(unrendered(options, foreignName(file)))
    if (!isComponent(text)) return { entry, options, roots: [folder] }
    users ??= new ComponentUsers(tree, tip)
    const all = await users.of(folder)
    const roots = all.slice(0, MOST_USERS)
    const incomplete = all.length > roots.length ? { ...options, incomplete: all.length } : options
    if (roots.length > 0) return { entry, options: incomplete, roots }
    return settled({
      warnings: [`${file} is a Component that no kustomization uses, so it could not be rendered.`],
    })
  }
  return Promise.all(entries.map(caseOf))
}

function foreignName(file: string) {
  const message = 'its file has a name that kustomize does not look for'
  return { message, hint: `Name it ${parentOf(file) === '' ? '' : `${parentOf(file)}/`}kustomization.yaml.` }
}
