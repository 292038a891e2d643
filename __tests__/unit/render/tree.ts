import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ConfigTree, TreeNode } from '../../../src/config-repository/repository.ts'
import type { Proposal } from '../../../src/gitops/proposal.ts'
import type { Rendering, RenderJob } from '../../../src/render/tool/renderer.ts'
import { aProposal, aVerdict } from '../builders.ts'

export type Files = Readonly<Record<string, string>>

const idFor = (text: string): string => createHash('sha1').update(text).digest('hex')

function nodeAt(files: Files, path: string): TreeNode | undefined {
  const text = files[path]
  if (text === LINK) return { kind: 'symlink' }
  if (text !== undefined) return { kind: 'file', id: idFor(text), text }
  const prefix = path === '' ? '' : `${path}/`
  const below = Object.entries(files).filter(([name]) => name.startsWith(prefix))
  if (below.length === 0) return undefined
  const entries = [...new Set(below.map(([name]) => name.slice(prefix.length).split('/')[0] ?? ''))]
  return { kind: 'folder', id: idFor(JSON.stringify(below)), entries }
}

/** In place of a text: the file is a symlink. */
export const LINK = '\0link'

/** Trees of some tips, held in memory; counts what it is asked, and writes to a folder that goes with it. */
export async function treeOf(tips: Readonly<Record<string, Files>>) {
  const root = await mkdtemp(join(tmpdir(), 'tree-'))
  const asked: string[][] = []
  const written: string[][] = []
  let lists = 0
  const filesAt = (tip: string): Files => tips[tip] ?? {}
  const tree: ConfigTree = {
    async nodesAt(tip, paths) {
      asked.push([...paths])
      const found = [...new Set(paths)].flatMap((path) => {
        const node = nodeAt(filesAt(tip), path)
        return node ? [[path, node] as const] : []
      })
      return new Map(found)
    },
    async list(tip) {
      lists += 1
      return Object.keys(filesAt(tip))
    },
    async materialise(tip, paths) {
      written.push([...paths])
      const wanted = Object.entries(filesAt(tip)).filter(
        ([name]) => paths.length === 0 || paths.some((path) => name.startsWith(`${path}/`)),
      )
      for (const [name, text] of wanted) {
        const file = join(root, tip, name)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, text)
      }
      return { folder: join(root, tip) }
    },
  }
  return {
    ...{ tree, asked, written, root },
    lists: () => lists,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

export const NEW = 'registry.example/web'
export const ZEROS = `sha256:${'0'.repeat(64)}`

/** The bump of `web` in this file to `reference`, at `tip`. */
export function bumpOf(
  file: string,
  texts: readonly [before: string, after: string],
  changes: { readonly tip?: string; readonly image?: string; readonly reference?: string } = {},
): Proposal {
  const { tip = 'one', image = 'web', reference = `${NEW}:new` } = changes
  const overlay = file.split('/').slice(0, -1).join('/')
  const [, digest] = reference.split('@')
  const pinned = digest === undefined ? undefined : { digest, isStandIn: digest === ZEROS }
  const target = aVerdict({ image, overlay, file, reference, pinned, place: { file, line: 3 } })
  return { ...aProposal([target], { [file]: texts }), tip }
}

/** A renderer that tells what it was asked, and gives these manifests for every folder. */
export function rendererOf(answer: string | ((job: RenderJob, folder: string) => Rendering)) {
  const jobs: RenderJob[] = []
  const render = async (job: RenderJob) => {
    jobs.push(job)
    const one = (folder: string): Rendering =>
      typeof answer === 'string' ? { ok: true, manifests: answer } : answer(job, folder)
    return new Map(job.folders.map((folder) => [folder, one(folder)]))
  }
  return { render, jobs }
}
