import { isKustomization, parentOf } from '../../config-repository/overlay.ts'
import type { ConfigTree } from '../../config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { ComponentUsers, isComponent } from '../graph/users.ts'
import { acceptedReferences } from '../manifests/images.ts'
import { type Question, unrendered, type Verdict } from './judge.ts'

/** A target and the folders whose renderings tell about it; with `known`, there is nothing to render. */
export interface Case {
  readonly target: EntryVerdict
  readonly question: Question
  readonly roots: readonly string[]
  readonly known?: Verdict
}

/** More take too long. Where none of these has the image, it is not known whether one of the others has. */
const MOST_USERS = 100

export async function casesOf(
  { tip, files, before }: Proposal,
  targets: readonly EntryVerdict[],
  { tree, mode }: { readonly tree: ConfigTree; readonly mode: Question['mode'] },
): Promise<readonly Case[]> {
  let users: ComponentUsers | undefined
  const caseOf = async (target: EntryVerdict): Promise<Case> => {
    const { image: name, file, place, reference } = target
    const text = files.get(file) ?? before.get(file) ?? ''
    const question = { mode, wanted: { name, file, place, text, references: acceptedReferences(reference) } }
    const folder = parentOf(file)
    const told = (known: Verdict): Case => ({ target, question, roots: [], known })
    if (!isKustomization(file)) return told(unrendered(question, foreignName(file)))
    if (!isComponent(text)) return { target, question, roots: [folder] }
    users ??= new ComponentUsers(tree, tip)
    const all = await users.of(folder)
    const roots = all.slice(0, MOST_USERS)
    const incomplete = all.length > roots.length ? { ...question, incomplete: all.length } : question
    if (roots.length > 0) return { target, question: incomplete, roots }
    return told({
      warnings: [`${file} is a Component that no kustomization uses, so it could not be rendered.`],
    })
  }
  return Promise.all(targets.map(caseOf))
}

function foreignName(file: string) {
  const message = 'its file has a name that kustomize does not look for'
  return { message, hint: `Name it ${parentOf(file) === '' ? '' : `${parentOf(file)}/`}kustomization.yaml.` }
}
