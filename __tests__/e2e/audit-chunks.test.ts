/// <reference lib="esnext.disposable" />
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AuditedRepository, DIST } from './auditing.ts'

const LOADS_ANOTHER = 87
const PROGRAM = ['cli', 'index', 'rolldown-runtime', 'doors', 'door-audit', 'program']
const AUDIT = [...PROGRAM, 'program-audit', 'audit-story', 'js-yaml', 'overlays', 'yaml']
const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "a:v1"}]}\n'

/** The bundle with these chunks alone: whoever loads another one ends by it. */
function bundleOf(repository: AuditedRepository, chunks: readonly string[]): string {
  const dist = join(repository.root, '..', 'package', 'dist')
  cpSync(DIST, dist, { recursive: true })
  const known = chunks.map((chunk) => `${chunk}.js`)
  for (const file of readdirSync(dist)) {
    if (file.endsWith('.js') && !known.includes(file)) {
      writeFileSync(join(dist, file), `process.exit(${LOADS_ANOTHER})\n`)
    }
  }
  return join(dist, 'cli.js')
}

test.concurrent.for([
  { words: ['--help'], chunks: PROGRAM },
  { words: ['audit', '--help'], chunks: PROGRAM },
  { words: ['audit'], chunks: AUDIT },
  { words: ['audit', '--list-rules'], chunks: AUDIT },
  { words: ['audit', '--fix', 'safe', '--sarif', 'a.sarif', '--junit', 'a.xml'], chunks: AUDIT },
])('$words loads what it needs, and nothing of a deploy', async ({ words, chunks }) => {
  using repository = new AuditedRepository({ 'pod.yaml': POD })
  const program = bundleOf(repository, chunks)
  expect(await repository.run(words, { program })).toMatchObject({ code: 0, err: '' })
})
