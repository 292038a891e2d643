import type { ConfigTree } from '../../config-repository/repository.ts'
import type { Problem } from '../../errors/errors.ts'
import type { EntryVerdict, Proposal } from '../../gitops/proposal.ts'
import { isKustomization, parentOf } from '../../names/path.ts'
import { ComponentUsers, isComponent } from '../graph/users.ts'
import { acceptedReferences, hasImage } from '../manifests/images.ts'
import type { Manifest } from '../manifests/manifests.ts'
import { explainAbsence, explainUnreached } from './absence.ts'
import type { EditedEntry } from './edited-entry.ts'

/** What the renderings say of one image in one kustomization. */
export interface RenderVerdict {
  readonly warnings: readonly string[]
  readonly problem?: Problem
}

export interface VerdictOptions {
  readonly wanted: EditedEntry
  readonly mode: 'auto' | 'require'
  /** The number of users of a component, when not all of them are rendered. */
  readonly incomplete?: number
}

/** The manifests of one folder, or why there are none and what would help. */
export type Evidence = { readonly folder: string } & (
  | { readonly ok: true; readonly manifests: readonly Manifest[] }
  | { readonly ok: false; readonly message: string; readonly hint: string }
)

/** `evidence` is of the kustomization's own folder, or of all users of a component. */
export function judge(options: VerdictOptions, evidence: readonly Evidence[]): RenderVerdict {
  const { wanted } = options
  const rendered = evidence.filter((one) => one.ok)
  const failed = evidence.find((one) => !one.ok)
  const having = rendered.filter(({ manifests }) => hasImage(manifests, wanted.references))
  const all = rendered.flatMap(({ manifests }) => manifests)
  if (having.length === 0) {
    if (failed) return unrendered(options, failed)
    if (options.incomplete !== undefined) return unrendered(options, tooManyUsers(options.incomplete))
    return { warnings: [], problem: explainAbsence(wanted, all) }
  }
  const lacking = rendered.filter((one) => !having.includes(one)).map(({ folder }) => folder || '.')
  const lack = `${wanted.file} is used by ${lacking.join(', ')} too, where no container gets the new image.`
  const behind = explainUnreached(wanted, all)
  return {
    warnings: [
      ...(lacking.length > 0 ? [lack] : []),
      // Another user of the component has the image, so this one is no reason to fail.
      ...(failed ? unrendered({ ...options, mode: 'auto' }, failed).warnings : []),
      ...(behind === undefined ? [] : [behind]),
    ],
  }
}

const tooManyUsers = (users: number) => ({
  message: `it is a component of ${users} kustomizations, and those that were rendered do not have the image`,
  hint: 'Name the overlay itself in overlays.',
})

/** What cannot be rendered is a warning or a problem, as render-check says. */
function unrendered(
  { wanted: { file, place }, mode }: VerdictOptions,
  why: { readonly message: string; readonly hint: string },
): RenderVerdict {
  if (mode === 'auto') {
    const warning = `${file} could not be rendered, so it is not known whether a container gets the new image: ${why.message}. ${why.hint} Set render-check: off to silence this.`
    return { warnings: [warning] }
  }
  const message = `${file} could not be rendered: ${why.message}`
  const hint = `${why.hint} Or set render-check: auto, which makes this a warning.`
  return { warnings: [], problem: { code: 'RENDER_FAILED', message, hint, configPlace: place } }
}

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
    const original = before.get(file) ?? ''
    const text = files.get(file) ?? original
    const references = acceptedReferences(reference)
    const options = { mode, wanted: { name, file, place, text, original, references } }
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
