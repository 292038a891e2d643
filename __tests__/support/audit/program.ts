import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { main } from '../../../src/cli/main.ts'
import type { Finding } from '../../../src/report/finding.ts'

export type Texts = Readonly<Record<string, string>>

/** Puts files into a folder. */
export function writeAll(folder: string, files: Texts): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** All files of a folder, by their paths in it. */
export function readAll(folder: string): Texts {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}

/** What `ecr-gitops audit` finds in a folder, with the programs that these folders hold at hand. */
export async function auditFolder(
  folder: string,
  { options = [], path = '' }: { readonly options?: readonly string[]; readonly path?: string } = {},
): Promise<{ readonly code: number; readonly findings: readonly Finding[]; readonly said: string }> {
  const said = { out: '', err: '' }
  const output = (name: keyof typeof said) => ({
    write: (text: string) => {
      said[name] += text
    },
  })
  const env = { PATH: path, RUNNER_TEMP: process.env.RUNNER_TEMP }
  const code = await main(['audit', folder, '--format', 'json', ...options], {
    ...{ env, cwd: folder, version: '0.0.0' },
    ...{ out: output('out'), err: output('err') },
  })
  if (code === 2) throw new Error(said.err || said.out)
  const { findings }: { findings: readonly Finding[] } = JSON.parse(said.out)
  return { code, findings, said: said.err }
}
