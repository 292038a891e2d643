import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

const CHUNK = 64 * 1024

/** Why a file was not read. */
export type Unread = 'missing' | 'irregular' | 'too large'

/** Far above any settings that people write, logins of hundreds of registries among them. */
const LARGEST_SETTINGS = 16 * 1024 * 1024

/** Settings of the runner's user, which need not be there; where they cannot be read, an empty text. */
export function readSettings(path: string): string {
  const content = readRegular(path, LARGEST_SETTINGS)
  return typeof content === 'string' ? '' : content.toString('utf8')
}

/**
 * A file of somebody else, read whole only where that has an end: a device, a pipe or a folder is none, and the size is
 * that of what is read, not what it says of itself. At once, because a process that waits for it would otherwise start
 * behind whatever is being loaded.
 */
export const readRegular = (path: string, limit: number): Buffer | Unread =>
  ofRegular(path, (file) => contentOf(file, limit))

/** What such a file begins with, as far as it has so many bytes. */
export const headOfRegular = (path: string, length: number): Buffer | Unread =>
  ofRegular(path, (file) => {
    const head = Buffer.alloc(length)
    return head.subarray(0, readSync(file, head))
  })

function ofRegular<T>(path: string, read: (file: number) => T): T | Unread {
  const file = opened(path)
  if (file === undefined) return 'missing'
  try {
    return fstatSync(file).isFile() ? read(file) : 'irregular'
  } catch {
    return 'missing'
  } finally {
    closeSync(file)
  }
}

function opened(path: string): number | undefined {
  try {
    // Else the open itself would wait for the other end of a pipe.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}

function contentOf(file: number, limit: number): Buffer | Unread {
  const chunks: Buffer[] = []
  for (let left = limit; left >= 0; ) {
    const buffer = Buffer.allocUnsafe(CHUNK)
    const bytesRead = readSync(file, buffer)
    if (bytesRead === 0) return Buffer.concat(chunks)
    chunks.push(buffer.subarray(0, bytesRead))
    left -= bytesRead
  }
  return 'too large'
}
