import { gunzipSync } from 'node:zlib'
import { isTooLong } from '../../../names/path.ts'
import { LARGEST_FILE } from '../../../names/text.ts'

/** What a chart's archive may grow to: helm itself takes no more than 100 MiB. */
const LARGEST_CONTENT = 64 * LARGEST_FILE
const BLOCK = 512
const MOST_FILES = 10_000

/**
 * The files of a chart's archive by their paths in the chart, without the folder that all are in. undefined for what is
 * no such archive, or one that is made to fill the memory. Links and paths out of it are left out.
 */
export function filesInArchive(packed: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const tar = unpacked(packed)
  if (!tar) return undefined
  const files = new Map<string, Uint8Array>()
  for (const { name, content } of membersOf(tar)) {
    const path = inChart(name)
    if (path !== undefined) files.set(path, content)
    if (files.size >= MOST_FILES) break
  }
  return files
}

interface Member {
  readonly name: string
  readonly content: Uint8Array
}

function* membersOf(tar: Uint8Array): Generator<Member> {
  let long: string | undefined
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const header = headerAt(tar, at)
    if (!header) return
    const content = tar.subarray(at + BLOCK, at + BLOCK + header.size)
    at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK
    // A name that is too long for the header stands before it.
    if (header.type === 'L') long = textOf(content)
    else if (header.type === 'x') long = paxPath(textOf(content)) ?? long
    else {
      if (header.type === '0' || header.type === '') yield { name: long ?? header.name, content }
      long = undefined
    }
  }
}

function unpacked(packed: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(packed, { maxOutputLength: LARGEST_CONTENT })
  } catch {
    return undefined
  }
}

/** POSIX ustar. */
function headerAt(tar: Uint8Array, at: number) {
  const name = textOf(tar.subarray(at, at + 100))
  const size = Number.parseInt(textOf(tar.subarray(at + 124, at + 136)).trim(), 8)
  const type = textOf(tar.subarray(at + 156, at + 157))
  const isUstar = textOf(tar.subarray(at + 257, at + 262)) === 'ustar'
  const prefix = isUstar ? textOf(tar.subarray(at + 345, at + 500)) : ''
  if (name === '' || !(size >= 0) || at + BLOCK + size > tar.length) return undefined
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type }
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8')
}

/** `27 path=web/templates/x.yaml` */
const paxPath = (text: string): string | undefined => /^\d+ path=(.*)$/m.exec(text)?.[1]

function inChart(name: string): string | undefined {
  const [, ...segments] = name.replace(/^\.\//, '').split('/')
  const isOdd = segments.some((one) => one === '' || one === '.' || one === '..') || name.startsWith('/')
  return isOdd || segments.length === 0 || isTooLong(name) ? undefined : segments.join('/')
}
