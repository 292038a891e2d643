import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../runner/command.ts'
import type { Log } from '../../runner/log.ts'
import { atMost } from '../../runner/turns.ts'
import type { Workspace } from '../../runner/workspace.ts'
import { failureOf, TIMEOUT_MS } from './failure.ts'
import { isolated } from './isolated.ts'
import { type Command, type Enclosure, findEnclosure } from './network.ts'
import { findTool, type Tool } from './tool.ts'

/** What became of one kustomization: its manifests, or why there are none and what would help. */
export type Rendering =
  | { readonly ok: true; readonly manifests: string }
  | { readonly ok: false; readonly message: string; readonly hint: string }

export interface RenderJob {
  /** A folder with the files of the config repository. */
  readonly root: string
  /** The folders to render, as paths in it. */
  readonly folders: readonly string[]
  /** Files in it that are to have another text first. */
  readonly texts: ReadonlyMap<string, string>
}

/** Renders the folders of a job and answers in their order; what cannot be rendered is a value too. */
export type Renderer = (job: RenderJob) => Promise<ReadonlyMap<string, Rendering>>

const LARGEST_OUTPUT = 64 * 1024 * 1024
const AT_ONCE = 4

export interface RendererPorts {
  readonly signal: AbortSignal
  readonly workspace: Workspace
  readonly log: Pick<Log, 'info'>
}

/** kustomize, or else kubectl, from PATH; undefined where there is neither. */
export function kustomizeRenderer(env: NodeJS.ProcessEnv, ports: RendererPorts): Renderer | undefined {
  const tool = findTool(env)
  if (!tool) return undefined
  const { signal, workspace, log } = ports
  let enclosed: Promise<Enclosure> | undefined
  return async ({ root, folders, texts }) => {
    for (const [path, text] of texts) writeFileSync(join(root, path), text)
    const isolation = isolated(workspace)
    enclosed ??= findEnclosure(env, isolation, signal).then((found) => {
      log.info(`Overlays are rendered with ${tool.name} ${found.description}.`)
      return found
    })
    const { around } = await enclosed
    const child = { tool, command: around([tool.file, ...tool.args]), env: isolation, signal, root }
    const output = workspace.folder('rendered')
    const gate = atMost(AT_ONCE)
    const rendered = folders.map(async (folder, index) => {
      const rendering = await gate(() => render(child, folder, join(output, `${index}.yaml`)))
      return [folder, rendering] as const
    })
    return new Map(await Promise.all(rendered))
  }
}

interface Child {
  readonly tool: Tool
  readonly command: Command
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly root: string
}

/** Written to a file, whose size is known before it is read. */
async function render(
  { tool, command: [file, ...args], env, signal, root }: Child,
  folder: string,
  output: string,
): Promise<Rendering> {
  // It may have waited for its turn until the run was cancelled.
  signal.throwIfAborted()
  try {
    const result = await runCommand(file, [...args, join(root, folder), '-o', output], {
      cwd: root,
      env,
      signal,
      timeoutMs: TIMEOUT_MS,
    })
    signal.throwIfAborted()
    if (result.exitCode !== 0) return cannot(failureOf(tool, result, root))
    const size = statSync(output, { throwIfNoEntry: false })?.size
    if (size === undefined) return cannot(`${tool.name} rendered nothing`)
    if (size > LARGEST_OUTPUT) return cannot(`${tool.name} rendered ${Math.round(size / 1024 / 1024)} MiB`)
    return { ok: true, manifests: readFileSync(output, 'utf8') }
  } finally {
    // Rendered manifests may hold secrets.
    rmSync(output, { force: true })
  }
}

function cannot(message: string): Rendering {
  return {
    ok: false,
    message,
    hint: 'Render the overlay on your machine with the same tool to see all of it.',
  }
}
