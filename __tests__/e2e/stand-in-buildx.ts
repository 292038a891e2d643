/**
 * A stand-in for the standalone buildx, started by a wrapper of that name: `node stand-in-buildx.ts FOLDER ARGV...`. Its
 * builder is what FOLDER/inspect.txt says; a build leaves what it was started with, prints what FOLDER/build.txt holds,
 * and fails where that is an error.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordCall } from './record-call.ts'

const [folder = '', ...argv] = process.argv.slice(2)
const textOf = (name: string): string => {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

if (argv[0] === 'inspect') process.stdout.write(textOf('inspect.txt'))
if (argv[0] === 'build') {
  recordCall(folder, argv)
  const told = textOf('build.txt')
  process.stderr.write(told)
  process.exitCode = told.includes('ERROR:') ? 1 : 0
}
