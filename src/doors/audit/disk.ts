import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fail, messageOf } from '../../errors/errors.ts'
import { readRegular } from '../../runner/regular-file.ts'
import type { ReportFile } from './plan/make-plan.ts'
import type { Place } from './ports.ts'

const LARGEST_BASELINE = 64 * 1024 * 1024

/** A text that was named; undefined where no file is there. */
export function readText(file: ReportFile, place: Place, cwd: string): string | undefined {
  const content = readRegular(pathOf(file, place, cwd), LARGEST_BASELINE)
  return typeof content === 'string' ? undefined : content.toString('utf8')
}

/** Writes a report, with the folders on its way. */
export function writeText(file: ReportFile, text: string, { place, cwd }: Where): void {
  try {
    const path = pathOf(file, place, cwd)
    mkdirSync(dirname(path), { recursive: true })
    // A user may name a pipe or a device; a repository names files of its own.
    if (file.from === 'input') writeFileSync(path, text)
    else replaceFile(realInside(path, place.root, file.path), text)
  } catch (error) {
    fail(
      {
        code: 'RUNNER_DISK',
        message: `the report ${file.path} cannot be written: ${messageOf(error)}`,
        hint: 'Name a file in a folder that may be written to.',
      },
      error,
    )
  }
}

interface Where {
  readonly place: Place
  readonly cwd: string
}

const pathOf = ({ path, from }: ReportFile, { root }: Place, cwd: string): string =>
  resolve(from === 'input' ? cwd : root, path)

/** A folder on the way may be a link of the repository, which leads anywhere. */
function realInside(path: string, root: string, named: string): string {
  const folder = realpathSync(dirname(path))
  if (folder !== root && !folder.startsWith(`${root}${sep}`))
    throw new Error(`${named} leads out of the repository`)
  return join(folder, path.slice(dirname(path).length + 1))
}

/** Whole or not at all: who is killed meanwhile leaves the old text. Its mode stays, and a link is replaced. */
export function replaceFile(path: string, text: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(draft, text, { flag: 'wx', ...(mode === undefined ? {} : { mode: mode & 0o7777 }) })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
