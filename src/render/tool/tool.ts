import { closeSync, openSync, readSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { programIn } from '../../runner/program.ts'

/** A program that renders a kustomization, and how it is asked to. */
export interface Tool {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
}

const TOOLS = [
  { name: 'kustomize', args: ['build'] },
  { name: 'kubectl', args: ['kustomize'] },
]

/** The first one on PATH. */
export function findTool(env: NodeJS.ProcessEnv): Tool | undefined {
  for (const { name, args } of TOOLS) {
    const file = findProgram(name, env)
    if (file !== undefined) return { name, file, args }
  }
  return undefined
}

/** Found without a process, and never in a folder that depends on where this runs. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder))
  return programIn(folders, name)
}

/** As version managers put them on PATH. */
export function isScript(file: string): boolean {
  const head = Buffer.alloc(2)
  const open = openSync(file, 'r')
  readSync(open, head)
  closeSync(open)
  return head.toString('latin1') === '#!'
}
