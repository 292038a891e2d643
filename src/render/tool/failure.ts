import { realpathSync } from 'node:fs'
import type { CommandResult } from '../../runner/command.ts'
import { lastWords } from './last-words.ts'
import { isScript, type Tool } from './tool.ts'

/** How long one rendering may take. */
export const TIMEOUT_MS = 60_000

/** Why a tool that did not end well has rendered nothing, for people. */
export function failureOf(
  { name, file }: Pick<Tool, 'name' | 'file'>,
  { exitCode, stderr }: Pick<CommandResult, 'exitCode' | 'stderr'>,
  root: string,
): string {
  if (exitCode === 124) return `${name} did not end within ${TIMEOUT_MS / 1000} s`
  const words = lastWords(stderr, [root, realpathSync(root)])
  const isAlone = /not found|no such file/i.test(words) && isScript(file)
  const script = isAlone ? ' (a script, which finds no other program here)' : ''
  return `${name}${script} failed: ${words || `exit code ${exitCode}`}`
}
