import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

const CHUNK = 64 * 1024

/** Why a file was not read. */
export type Unread = 'missing' | 'irregular' | 'too large'

/** Far above any settings that people write, logins of hundreds of registries among them. */
const LARGEST_SETTINGS = 16 * 1024 * 1024

/** Settings of the runner's user, which need not be there; where they cannot be read, an empty text. */
export async function readSettings(path: string): Promise<string> {
  const content = await readRegular(path, LARGEST_SETTINGS)
  return typeof content === 'string' ? '' : content.toString('utf8')
}

/**
 * A file of somebody else, read whole only where that has an end: a device, a pipe or a folder is none, and the size is
 * that of what is read, not what it says of itself.
 */
export async function readRegular(path: string, limit: number): Promise<Buffer | Unread> {
  // Else the open itself would wait for the other end of a pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined)
  if (!file) return 'missing'
  try {
    if (!(await file.stat()).isFile()) return 'irregular'
    const chunks: Buffer[] = []
    for (let left = limit; left >= 0; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK)
      if (bytesRead === 0) return Buffer.concat(chunks)
      chunks.push(buffer.subarray(0, bytesRead))
      left -= bytesRead
    }
    return 'too large'
  } catch {
    return 'missing'
  } finally {
    await file.close()
  }
}
