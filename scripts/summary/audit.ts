import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuditedRepository } from '../../__tests__/e2e/auditing.ts'

const FIXTURE = join(import.meta.dirname, '..', '..', '__tests__', 'fixtures', 'audit', 'seed-training')

/** One overlay, which fills a screen: its own mistakes, and what it inherits. */
const FOLDER = 'training/overlays/staging'

export const COMMAND = `ecr-gitops audit ${FOLDER}`

/** What the bundle says of one fixture, as a program at a terminal and as an action. */
export async function auditOf(): Promise<{ readonly output: string; readonly summary: string }> {
  using repository = new AuditedRepository({ '.git/HEAD': '', ...fixture() })
  const program = await repository.run(['audit', FOLDER], { env: { FORCE_COLOR: '1' } })
  const action = await repository.act({ path: FOLDER })
  for (const { code, out, err } of [program, action])
    if (code !== 1) throw new Error(`the audit went wrong:\n${out}${err}`)
  return { output: program.out, summary: action.summary }
}

function fixture(): Record<string, string> {
  const files = globSync('**/*.yaml', { cwd: FIXTURE })
  return Object.fromEntries(
    ['.ecr-gitops.yaml', ...files].map((path) => [path, readFileSync(join(FIXTURE, path), 'utf8')]),
  )
}
