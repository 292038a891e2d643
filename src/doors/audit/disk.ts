import { randomBytes } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fail, messageOf } from '../../errors/errors.ts'
import { isOfGit } from '../../names/path.ts'
import { headOfRegular, readRegular } from '../../runner/regular-file.ts'
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
    } else writeReport(place.root, file.path, text)
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

/** Reports of one kind begin with as many characters, and texts that a shell runs with others. */
const HEAD = 33

/**
 * A report that the repository itself asks for, and so perhaps a stranger: what it says in part as well. It takes the
 * place of an older one alone, because a hook or a program that it replaced would be run with its text.
 */
function writeReport(root: string, path: string, text: string): void {
  const file = join(root, path)
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined
  if (isThere) {
    const head = headOfRegular(file, HEAD)
    if (typeof head === 'string' || head.toString('latin1') !== text.slice(0, HEAD))
      throw new Error('what is there is no report')
  }
  writeInside(root, { path, text, mask: 0o666 })
}

interface Written {
  readonly path: string
  readonly text: string
  /** What of its mode stays. */
  readonly mask?: number
}

/** Writes a file of the repository. A folder on its way may be a link, which leads anywhere. */
export function writeInside(root: string, { path, text, mask }: Written): void {
  const file = join(root, path)
  const real = realpathSync(firstThere(dirname(file)))
  if (real !== root && !real.startsWith(`${root}${sep}`))
    throw new Error(`${path} leads out of the repository`)
  if (isOfGit(path) || isOfGit(real.slice(root.length))) throw new Error(`${path} is a file of git`)
  mkdirSync(dirname(file), { recursive: true })
  replaceFile(file, text, mask)
}

const firstThere = (folder: string): string => (existsSync(folder) ? folder : firstThere(dirname(folder)))

/** Whole or not at all: who is killed meanwhile leaves the old text. Its mode stays, as far as the mask lets it; a link is replaced. */
export function replaceFile(path: string, text: string, mask = 0o7777): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(draft, text, { flag: 'wx', ...(mode === undefined ? {} : { mode: mode & mask }) })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
