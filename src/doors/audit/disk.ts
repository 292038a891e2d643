import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
    // A user may name a pipe or a device; a repository names files of its own.
    if (file.from === 'input') {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    } else writeInside(place.root, file.path, text)
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

/** Writes a file of the repository. A folder on its way may be a link, which leads anywhere. */
export function writeInside(root: string, path: string, text: string): void {
  const file = join(root, path)
  const real = realpathSync(firstThere(dirname(file)))
  if (real !== root && !real.startsWith(`${root}${sep}`))
    throw new Error(`${path} leads out of the repository`)
  mkdirSync(dirname(file), { recursive: true })
  replaceFile(file, text)
}

const firstThere = (folder: string): string => (existsSync(folder) ? folder : firstThere(dirname(folder)))

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
