import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BuilderCall } from './builder-script.ts'
import { leaveWhole } from './leave-whole.ts'

/** Leaves what a stand-in was started with in FOLDER/calls, with what it could log in with at that moment. */
export function recordCall(folder: string, argv: string[]): void {
  const { DOCKER_CONFIG = '' } = process.env
  const authFile = argv.find((word) => word.startsWith('--authfile='))?.slice('--authfile='.length) ?? ''
  const files = [authFile, DOCKER_CONFIG, join(DOCKER_CONFIG, 'config.json')]
    .filter((path) => path !== '' && existsSync(path))
    .map((path) => {
      const state = statSync(path)
      const text = state.isFile() ? readFileSync(path, 'utf8') : ''
      return { path, mode: (state.mode & 0o777).toString(8), text }
    })
  const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']))
  const privateFiles = authFile === '' ? [] : readdirSync(join(authFile, '..', '..'), { recursive: true })
  const call: BuilderCall = { argv, env, cwd: process.cwd(), files, privateFiles: privateFiles.map(String) }
  mkdirSync(join(folder, 'calls'), { recursive: true })
  leaveWhole(join(folder, 'calls', `${Date.now()}-${process.pid}.json`), JSON.stringify(call))
}
