import type { Problem } from '../../errors/errors.ts'
import type { EntryVerdict } from '../../gitops/proposal.ts'
import { argocdAddress } from '../../names/paths/argocd-path.ts'
import { some } from '../judge/entries.ts'
import type { RenderVerdict } from '../judge/judge.ts'
import { acceptedReferences, hasImage } from '../manifests/images.ts'
import type { Manifest } from '../manifests/manifests.ts'
import { explainChart } from './explain.ts'

/** What a release renders to, or why it does not. */
export type Rendered = { readonly by: string } & (
  | { readonly ok: true; readonly manifests: readonly Manifest[] }
  | {
      readonly ok: false
      readonly message: string
      readonly hint: string
      /** It rendered before the edit. */
      readonly isOurs: boolean
    }
)

interface VerdictOptions {
  readonly mode: 'auto' | 'require'
  /** The values that are edited, as they will be. */
  readonly values: string
}

export const reaches = ({ reference }: Pick<EntryVerdict, 'reference'>, rendered: Rendered): boolean =>
  rendered.ok && hasImage(rendered.manifests, acceptedReferences(reference))

/** What the releases of an entry say of it. */
export function judgeChart(
  entry: EntryVerdict,
  rendered: readonly Rendered[],
  { mode, values }: VerdictOptions,
): RenderVerdict {
  const failed = rendered.filter((one) => !one.ok)
  const broken = failed.find(({ isOurs }) => isOurs)
  if (broken) return { warnings: [], problem: brokenBy(entry, broken) }
  const having = rendered.filter((one) => reaches(entry, one))
  if (having.length > 0) {
    const lacking = rendered.filter((one) => one.ok && !having.includes(one)).map(({ by }) => by)
    const lack = `${entry.file} goes into ${some(lacking)} too, where no container gets the new image.`
    return {
      warnings: [...(lacking.length > 0 ? [lack] : []), ...failed.map((one) => unrendered(entry, one))],
    }
  }
  const [first] = failed
  if (!first) return { warnings: [], problem: absent(entry, rendered, values) }
  if (mode === 'auto') return { warnings: [unrendered(entry, first)] }
  return { warnings: [], problem: required(entry, first) }
}

/** Why a release is not rendered. */
export interface Why {
  readonly by: string
  readonly message: string
  readonly hint: string
}

const unrendered = ({ file }: EntryVerdict, { by, message, hint }: Why): string =>
  `${by} could not be rendered, so it is not known whether a container gets the new image of ${file}: ${message}. ${hint} Set render-check: off to silence this.`

/** Rendering is asked for, and it is not possible. */
export const required = ({ file, place }: EntryVerdict, { by, message, hint }: Why): Problem => ({
  code: 'RENDER_FAILED',
  inputs: ['render-check'],
  message: `${file} could not be rendered: ${by}: ${message}`,
  hint: `${hint} Or set render-check: auto, which makes this a warning.`,
  configPlace: place,
})

const brokenBy = ({ file, key, place }: EntryVerdict, { by, message, hint }: Why): Problem => ({
  code: 'RENDER_FAILED',
  inputs: ['helm-values'],
  message: `${by} renders as it is, and no more with the new values of ${file}#${key}: ${message}`,
  hint: `Look what the chart demands of these values (a values.schema.json, a fail in a template). ${hint}`,
  configPlace: place,
})

function absent(entry: EntryVerdict, rendered: readonly Rendered[], values: string): Problem {
  const address = entry.kind === 'argocd' ? argocdAddress(entry.key) : undefined
  const manifests = rendered.filter((one) => one.ok).flatMap((one) => one.manifests)
  const at = { ...entry, key: address ? address.inner : entry.key }
  const { message, hint } = explainChart(at, { manifests, values })
  return {
    code: 'IMAGE_NOT_RENDERED',
    message: `${some(rendered.map(({ by }) => by))} renders, but no container gets the new image of ${entry.file}#${entry.key}. ${message}`,
    hint,
    configPlace: entry.place,
  }
}
