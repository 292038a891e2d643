import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { isolatedGitEnv } from '../git.ts'

export type ObjectKind = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  oid: string
  kind: ObjectKind
  content: Buffer
}

/**
 * Objects of one bare repository: read through one `git cat-file` that stays, written as loose objects by hand, so that
 * a request costs no process. What others push is seen at once.
 */
export class ObjectStore {
  readonly #directory: string
  #reader: BatchReader | undefined

  constructor(directory: string) {
    this.#directory = directory
  }

  /** By name or by any expression of git; undefined where there is none. */
  async read(expression: string): Promise<GitObject | undefined> {
    if (expression === '' || /[\n\0]/.test(expression)) return undefined
    this.#reader ??= new BatchReader(this.#directory)
    return this.#reader.ask(expression)
  }

  async write(kind: ObjectKind, content: Buffer): Promise<string> {
    const whole = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content])
    const oid = createHash('sha1').update(whole).digest('hex')
    const folder = join(this.#directory, 'objects', oid.slice(0, 2))
    const path = join(folder, oid.slice(2))
    const known = await stat(path).catch(() => undefined)
    if (known) return oid
    await mkdir(folder, { recursive: true })
    const beside = `${path}.${process.pid}-${Math.random().toString(36).slice(2)}`
    await writeFile(beside, deflateSync(whole, { level: 1 }), { mode: 0o444 })
    await rename(beside, path)
    return oid
  }

  close(): void {
    this.#reader?.close()
    this.#reader = undefined
  }
}

class BatchReader {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting: ((found: GitObject | undefined) => void)[] = []
  #pieces: Buffer = Buffer.alloc(0)
  #wanted = 0

  constructor(cwd: string) {
    this.#child = spawn('git', ['cat-file', '--batch'], { cwd, env: isolatedGitEnv() })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stdout.on('data', (piece: Buffer) => this.#take(piece))
    this.#child.on('close', () => {
      for (const waiting of this.#waiting.splice(0)) waiting(undefined)
    })
  }

  ask(expression: string): Promise<GitObject | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#child.stdin.write(`${expression}\n`)
    })
  }

  close(): void {
    this.#child.kill()
  }

  /** `<oid> <kind> <size>`, the content and a newline; or `<expression> missing` (git-cat-file(1), BATCH OUTPUT). */
  #take(piece: Buffer): void {
    this.#pieces = this.#pieces.length > 0 ? Buffer.concat([this.#pieces, piece]) : piece
    while (this.#pieces.length >= this.#wanted) {
      const end = this.#pieces.indexOf('\n')
      if (end < 0) return
      const head = this.#pieces.toString('utf8', 0, end)
      const [, oid = '', kind, size] = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(head) ?? []
      const until = end + 1 + (kind ? Number(size) + 1 : 0)
      this.#wanted = until
      if (this.#pieces.length < until) return
      const content = Buffer.from(this.#pieces.subarray(end + 1, Math.max(end + 1, until - 1)))
      this.#pieces = this.#pieces.subarray(until)
      this.#wanted = 0
      this.#waiting.shift()?.(kind ? { oid, kind: kind as ObjectKind, content } : undefined)
    }
  }
}
