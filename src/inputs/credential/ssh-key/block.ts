import { type Block, decoded } from '../armour.ts'
import type { Fault } from '../fault.ts'
import { HARDWARE, PART, PASSPHRASE } from './faults.ts'

export const OPENSSH = 'OPENSSH PRIVATE KEY'
/** What such a block begins with, decoded (OpenSSH, PROTOCOL.key). */
export const MAGIC = 'openssh-key-v1\0'

/** Why ssh would refuse a block, or could not use it here. */
export function faultOf({ label, body }: Block): Fault | undefined {
  if (label === 'ENCRYPTED PRIVATE KEY') return PASSPHRASE
  const bytes = decoded(body)
  if (!bytes) return PART
  if (label === OPENSSH) return faultOfOpenssh(bytes)
  return derIsWhole(bytes) ? undefined : PART
}

/** The outer element says how long it is (X.690, 8.1.3). */
function derIsWhole(bytes: Buffer): boolean {
  const [tag, first = 0] = bytes
  const count = first > 0x80 ? first - 0x80 : 0
  if (tag !== 0x30 || count > 4 || bytes.length < 2 + count) return false
  const length = count === 0 ? first : bytes.readUIntBE(2, count)
  return bytes.length === 2 + count + length
}

/** OpenSSH, PROTOCOL.key: cipher, KDF and its options, the number of keys, then their halves. */
function faultOfOpenssh(bytes: Buffer): Fault | undefined {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return PART
  const fields = new Fields(bytes.subarray(MAGIC.length))
  const [cipher] = [fields.text(), fields.text(), fields.text()]
  fields.skip(4)
  const [half, secret] = [fields.text(), fields.text()]
  if (half === undefined || secret === undefined || fields.left !== 0) return PART
  if (cipher !== 'none') return PASSPHRASE
  return half.startsWith('\0\0\0') && half.slice(4).startsWith('sk-') ? HARDWARE : undefined
}

/** Texts with their length in four bytes before them (RFC 4251, "string"); undefined behind the end. */
class Fields {
  #rest: Buffer

  constructor(bytes: Buffer) {
    this.#rest = bytes
  }

  get left(): number {
    return this.#rest.length
  }

  text(): string | undefined {
    const length = this.#rest.length < 4 ? Number.POSITIVE_INFINITY : this.#rest.readUInt32BE()
    if (length > this.#rest.length - 4) return undefined
    const text = this.#rest.toString('latin1', 4, 4 + length)
    this.skip(4 + length)
    return text
  }

  skip(count: number): void {
    this.#rest = this.#rest.subarray(count)
  }
}
