import { fail } from '../../errors/errors.ts'
import { inMebibytes, LIMITS } from '../limits.ts'
import type { Clone } from './clone.ts'
import { type BatchObject, BatchReader, type ObjectHeader, parseHeader } from './protocol.ts'

const isSmall = ({ type, bytes }: ObjectHeader): boolean =>
  bytes <= (type === 'tree' ? LIMITS.folder : LIMITS.file)

/**
 * The objects behind these names, in their order; what is too large comes without its content. One process, in which
 * the size of an object is known before its content comes, and two more where one of them is too large.
 * @param room Bytes that may be kept. @throws StepError CONFIG_TOO_LARGE.
 */
export async function readObjects(
  clone: Clone,
  names: readonly string[],
  room: number,
): Promise<readonly BatchObject[]> {
  const all = await readSmall(clone, names, room)
  if (all) return all
  const headers = await readHeaders(clone, names)
  const small = names.filter((_, index) => isSmallOne(headers[index]))
  const contents = (await readSmall(clone, small, room)) ?? tooMuch(clone)
  const known = new Map(small.map((name, index) => [name, contents[index]]))
  return names.map((name, index) => known.get(name) ?? headers[index])
}

const isSmallOne = (header: ObjectHeader | undefined): boolean => header !== undefined && isSmall(header)

/** undefined as soon as one of them does not fit. */
async function readSmall(
  clone: Clone,
  names: readonly string[],
  room: number,
): Promise<readonly BatchObject[] | undefined> {
  let left = room
  const reader = new BatchReader((header) => {
    left -= header.bytes
    return isSmall(header) && left >= 0
  })
  const input = questions(names)
  const isWhole = await clone.stream(['cat-file', '--batch'], (chunk) => reader.take(chunk), { input })
  return isWhole ? reader.finish(names.length) : undefined
}

async function readHeaders(clone: Clone, names: readonly string[]): Promise<readonly BatchObject[]> {
  const { stdout } = await clone.git(['cat-file', '--batch-check'], { input: questions(names) })
  return stdout.split('\n').map(parseHeader)
}

const questions = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('')

function tooMuch(clone: Clone): never {
  return fail({
    code: 'CONFIG_TOO_LARGE',
    message: `the files that this step would have to read of config-repository ${clone.label} have more than ${inMebibytes(LIMITS.read)}`,
    hint: 'Name fewer overlays in one step, or set render-check: off, so that their bases are not read.',
  })
}

/** The paths of all files of a tip. @throws StepError CONFIG_TOO_LARGE: a tree may hold itself over and over. */
export async function listPaths(clone: Clone, tip: string): Promise<readonly string[]> {
  const chunks: Buffer[] = []
  let left: number = LIMITS.paths
  const isWhole = await clone.stream(['ls-tree', '-r', '-z', '--full-tree', '--name-only', tip], (chunk) => {
    chunks.push(chunk)
    left -= chunk.length
    return left >= 0
  })
  if (!isWhole) tooMany(clone)
  return Buffer.concat(chunks).toString('utf8').split('\0').slice(0, -1)
}

function tooMany(clone: Clone): never {
  return fail({
    code: 'CONFIG_TOO_LARGE',
    message: `config-repository ${clone.label} has more files than can be searched, about a million`,
    hint: 'Name the overlays by their paths instead of a pattern; for a Component, set render-check: off.',
  })
}
