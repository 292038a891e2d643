import type { ConfigTree, Search } from '../../../../src/config-repository/repository.ts'
import type { EntryVerdict, Proposal } from '../../../../src/gitops/proposal.ts'
import { ChartCheck } from '../../../../src/render/charts/chart-check.ts'
import type { HelmRenderer } from '../../../../src/render/tool/helm.ts'
import type { HelmJob } from '../../../../src/render/tool/helm-job.ts'
import type { Rendering } from '../../../../src/render/tool/renderer.ts'
import { aProposal, aVerdict } from '../../builders.ts'
import { type Files, LINK, treeOf } from '../tree.ts'

export const ECR = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
export const CONFIG = 'https://github.com/org/config.git'

export const chartOf = (name: string, more = ''): string =>
  `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${more}`
export const podOf = (image: string, name = 'web'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: ${image}\n`
/** The template that most charts have. */
export const POD = podOf('"{{ .Values.image.repository }}:{{ .Values.image.tag }}"')

interface Edit extends Partial<Pick<EntryVerdict, 'kind' | 'key' | 'reference' | 'optional'>> {
  readonly file: string
}

/** `old` becomes `new` in a file, wherever it stands. */
export function editOf(files: Files, { file, ...changes }: Edit): Proposal {
  const entry = aVerdict({
    image: 'web',
    kind: 'helm-values',
    overlay: file,
    key: 'image',
    file,
    place: { file, line: 2 },
    reference: `${ECR}/team/web:new`,
    ...changes,
  })
  const before = files[file] ?? ''
  return { ...aProposal([entry], { [file]: [before, before.replaceAll('old', 'new')] }), tip: 'one' }
}

/** As a clone does it. */
export const searching =
  (files: Files) =>
  async (_: string, { texts, endings }: Search): Promise<readonly string[]> =>
    Object.keys(files).filter(
      (path) =>
        endings.some((ending) => path.endsWith(ending)) &&
        (files[path] === LINK || texts.every((text) => files[path]?.includes(text))),
    )

export interface RoomOptions {
  readonly mode?: 'auto' | 'require' | 'off'
  readonly render?: HelmRenderer | undefined
  /** The whole tree is here to be searched. */
  readonly isSearchable?: boolean
  /** Why nothing of the tree can be written. */
  readonly refused?: string
  /** What is there at the tip after it. */
  readonly next?: Files
  readonly onWarning?: (warning: string) => void
}

export async function openRoom(files: Files, options: RoomOptions = {}) {
  const { mode = 'auto', isSearchable = true, refused, next = files } = options
  const held = await treeOf({ one: files, two: next })
  const tree: ConfigTree = {
    ...held.tree,
    ...(isSearchable ? { filesWith: searching(files) } : {}),
    ...(refused === undefined ? {} : { materialise: async () => ({ refused }) }),
  }
  const notes: string[] = []
  const { render, onWarning } = options
  const onNote = (note: string) => void notes.push(note)
  const check = new ChartCheck({
    mode,
    tree,
    address: CONFIG,
    render,
    onNote,
    ...(onWarning ? { onWarning } : {}),
  })
  return { ...held, check, notes }
}

/** A renderer that keeps what it was asked, and answers for each release. */
export function helmOf(answer: (release: HelmJob['releases'][number], job: HelmJob) => string | Error) {
  const jobs: HelmJob[] = []
  const render: HelmRenderer = async (job) => {
    jobs.push(job)
    const rendered = job.releases.map((release): readonly [typeof release, Rendering] => {
      const answered = answer(release, job)
      if (typeof answered === 'string') return [release, { ok: true, manifests: answered }]
      return [release, { ok: false, message: answered.message, hint: 'Correct it.' }]
    })
    return new Map(rendered)
  }
  return { jobs, render }
}
