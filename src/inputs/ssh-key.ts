import type { Mistake, Parser } from './fields.ts'

/** The text between two lines of dashes (RFC 7468), which a word processor may have made longer ones of. */
const ARMOUR = /[-–—]{1,8} ?BEGIN ([A-Z0-9 ]{1,40}?) ?[-–—]{1,8}([^-–—]*)[-–—]{1,8} ?END \1 ?[-–—]{1,8}/g

/** As ssh-keygen writes them. */
const LINE = 70

/**
 * A deploy key as people paste it. What is plainly meant is taken: quotes around it, indentation, other ends of lines,
 * `\n` as two characters, one line with spaces, base64 of the file, the file without its first and last line. What ssh
 * would refuse is refused here, with what it is, as to ssh a damaged key is as good as one that the server does not know.
 */
export const sshKey: Parser<string> = (given) => {
  const text = opened(given)
  const blocks = [...text.matchAll(ARMOUR)].map(([, label = '', body = '']) => ({ label, body }))
  const secret = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'))
  if (!secret) return mistake(whatIs(text, blocks[0]?.label))
  const fault = faultOf(secret)
  return fault ? mistake(fault) : { value: armoured(secret) }
}

/** Where the value is another form of the key than the file, what is to be masked besides it. */
export function keyToMask(given: string): readonly string[] {
  const parsed = sshKey(given.trim())
  return 'value' in parsed ? [parsed.value] : []
}

function opened(given: string): string {
  const text = unquoted(given.replace(/^\uFEFF/, '').trim())
    .replaceAll('\\r', '')
    .replaceAll('\\n', '\n')
  const inside = text.includes('BEGIN') ? undefined : decoded(text)?.toString('utf8')
  if (inside?.startsWith(MAGIC)) return armoured({ label: 'OPENSSH PRIVATE KEY', body: text })
  const isText = inside !== undefined && /^[\t\n\r\x20-\x7e]+$/.test(inside)
  return isText ? unquoted(inside.trim()) : text
}

const unquoted = (text: string): string => (/^(["'`])[\s\S]*\1$/.test(text) ? text.slice(1, -1).trim() : text)

/** undefined: no base64, or cut in the middle of a group. */
function decoded(body: string): Buffer | undefined {
  const text = body.replaceAll(/\s/g, '')
  const isBase64 = text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
  return isBase64 ? Buffer.from(text, 'base64') : undefined
}

interface Block {
  readonly label: string
  readonly body: string
}

/** Lines stay as they are written; a key on one line gets lines again. */
function armoured({ label, body }: Block): string {
  const given = body.split(/\s+/).filter(Boolean)
  const lines = given.every(({ length }) => length <= LINE + 10)
    ? given
    : (given.join('').match(/.{1,70}/g) ?? [])
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}

const MAGIC = 'openssh-key-v1\0'

interface Fault {
  readonly is: string
  readonly right: string
}

const WHOLE =
  'the whole file of the private key, with its first line (-----BEGIN ...) and its last (-----END ...)'
const NEW =
  'a key of its own for this, made by: ssh-keygen -t ed25519 -N "" -f deploy-key (the file deploy-key goes into the secret, deploy-key.pub becomes the deploy key of the config repository)'

const PASSPHRASE: Fault = {
  is: 'is a key with a passphrase, which nobody can enter in a job',
  right: `the same key without it (a copy, after: ssh-keygen -p -N "" -f copy), or ${NEW}`,
}
const PART: Fault = { is: 'holds only a part of a private key', right: WHOLE }

/** What is no private key, by what it begins with or is. */
const OTHERS: readonly (readonly [RegExp, Fault])[] = [
  // In the headers of an older file, whose dashes are none of the armour (RFC 1421).
  [/Proc-Type: ?4,ENCRYPTED/, PASSPHRASE],
  [
    /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-|sk-(?:ssh|ecdsa)-)\S* |BEGIN (?:RSA |SSH2 )?PUBLIC KEY/,
    {
      is: 'is the public half of a key, which belongs to the deploy keys of the config repository',
      right: 'the private half: the file of the same name without .pub',
    },
  ],
  [
    /^PuTTY-User-Key-File-/,
    {
      is: 'is a key of PuTTY, which ssh cannot read',
      right:
        'what PuTTYgen writes under Conversions, Export OpenSSH key (puttygen key.ppk -O private-openssh -o key)',
    },
  ],
  [/BEGIN PGP/, { is: 'is a key of PGP, and none of SSH', right: NEW }],
  [/BEGIN (?:TRUSTED )?CERTIFICATE/, { is: 'is a certificate, and no private key', right: NEW }],
  [
    /^(?:gh[a-z]_|github_pat_|glpat-)/,
    {
      is: 'is a token, and no SSH key',
      right: 'an SSH key, or none at all, and the token in the input config-token',
    },
  ],
  [/^(?:SHA256|MD5):/, { is: 'is the fingerprint of a key, and not the key', right: WHOLE }],
  [/^\*{3,}$/, { is: 'is what GitHub shows in the place of a secret', right: WHOLE }],
  [/BEGIN|END [A-Z ]{0,40}PRIVATE KEY/, PART],
  [
    /^(?:[~.]{0,2}\/\S{1,500}|\S{0,500}(?:id_[a-z0-9_]{2,20}|\.pem|\.key|\.pub|\.ppk))$/,
    { is: 'is the path of a file, and this input takes what is in it', right: WHOLE },
  ],
]

const NO_KEY: Fault = { is: 'is no private SSH key', right: NEW }

function whatIs(text: string, label: string | undefined): Fault {
  const found = OTHERS.find(([pattern]) => pattern.test(label === undefined ? text : `BEGIN ${label}`))?.[1]
  // The end of a file is base64 without a line of dashes.
  return found ?? (/^[A-Za-z0-9+/=\s]{100,}$/.test(text) ? PART : NO_KEY)
}

function faultOf({ label, body }: Block): Fault | undefined {
  if (label === 'ENCRYPTED PRIVATE KEY') return PASSPHRASE
  const bytes = decoded(body)
  if (!bytes) return PART
  return label === 'OPENSSH PRIVATE KEY' ? faultOfOpenssh(bytes) : derIsWhole(bytes) ? undefined : PART
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

const HARDWARE: Fault = { is: 'is a key of a hardware token, which is not in this runner', right: NEW }

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

const mistake = ({ is, right }: Fault): Mistake => ({ mistake: is, example: right, confidential: true })
