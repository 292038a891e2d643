import { closeSync, constants, openSync, readSync } from 'node:fs'
import { isExhausted } from '../../errors/unforeseen.ts'
import type { Unreadable } from '../../names/paths/file-tree.ts'

/** Neither waits for a pipe nor follows a link that has come since the walk. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

/** Reads files one after the other into the same memory: a buffer for each would take ten times as much. */
export function contentReader(): (path: string, limit: number) => Uint8Array | Unreadable {
  const memory = { buffer: Buffer.allocUnsafeSlow(64 * 1024) }
  return (path, limit) => {
    try {
      const file = openSync(path, FLAGS)
      try {
        return contentOf(file, limit, memory)
      } finally {
        closeSync(file)
      }
    } catch (error) {
      if (isExhausted(error)) throw error
      return 'unreadable'
    }
  }
}

function contentOf(file: number, limit: number, memory: { buffer: Buffer }): Uint8Array | Unreadable {
  let length = 0
  for (;;) {
    if (length === memory.buffer.length) memory.buffer = doubled(memory.buffer)
    const bytes = readSync(file, memory.buffer, length, memory.buffer.length - length, null)
    length += bytes
    if (length > limit) return 'large'
    if (bytes === 0) return memory.buffer.subarray(0, length)
  }
}

function doubled(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafeSlow(buffer.length * 2)
  buffer.copy(larger)
  return larger
}
