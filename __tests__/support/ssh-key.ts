import { randomBytes } from 'node:crypto'

const field = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

/** An OpenSSH key by its form, of random bytes (OpenSSH, PROTOCOL.key): no server would take it. */
export function formOfKey({ type = 'ssh-ed25519', cipher = 'none', secret = randomBytes(120) } = {}): string {
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[cipher, cipher === 'none' ? 'none' : 'bcrypt', ''].map(field),
    Buffer.from([0, 0, 0, 1]),
    field(Buffer.concat([field(type), field(randomBytes(32))])),
    field(secret),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}
