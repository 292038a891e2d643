import type { Fault, KnownTexts } from '../fault.ts'

const NEW =
  'the whole .pem file that GitHub gives on the page of the App (Settings, Developer settings, GitHub Apps, the App, Private keys, Generate a private key), with its first line (-----BEGIN RSA PRIVATE KEY-----) and its last'

export const PASSPHRASE: Fault = {
  is: 'is a key with a passphrase, which nobody can enter in a job',
  right: `the same key without it (openssl pkey -in key.pem -out plain.pem), or ${NEW}`,
}
export const PART: Fault = { is: 'holds only a part of a private key, or a damaged one', right: NEW }
export const OTHER_KIND: Fault = {
  is: 'is a private key of another kind, and GitHub signs in Apps by RSA alone',
  right: NEW,
}
export const SHORT: Fault = {
  is: 'is an RSA key of fewer than 2048 bits, and no key that GitHub made for an App',
  right: NEW,
}

/** What is no private key, by what it begins with or is. */
const OTHERS: readonly (readonly [RegExp, Fault])[] = [
  // In the headers of an older file, whose dashes are none of the armour (RFC 1421).
  [/Proc-Type: ?4,ENCRYPTED/, PASSPHRASE],
  [
    /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-)\S* |BEGIN (?:RSA |SSH2 )?PUBLIC KEY/,
    { is: 'is the public half of a key', right: NEW },
  ],
  [/BEGIN (?:TRUSTED )?CERTIFICATE/, { is: 'is a certificate, and no private key', right: NEW }],
  [/BEGIN PGP|^PuTTY-User-Key-File-/, { is: 'is a key of another program', right: NEW }],
  [
    /^(?:gh[a-z]_|github_pat_|glpat-)/,
    {
      is: 'is a token, and no private key',
      right: 'the .pem file of the App; a token goes into config-token, without an App',
    },
  ],
  [/^[0-9a-f]{40}$/, { is: 'is a client secret of the App, which signs nothing here', right: NEW }],
  [/^(?:SHA256|MD5):/, { is: 'is the fingerprint of a key, and not the key', right: NEW }],
  [/^\*{3,}$/, { is: 'is what GitHub shows in the place of a secret', right: NEW }],
  [
    /^arn:aws/,
    {
      is: 'is an ARN, and no private key',
      right: 'the .pem file of the App, or none at all, and the ARN of the KMS key in config-app-kms-key',
    },
  ],
  [/BEGIN|END [A-Z ]{0,40}PRIVATE KEY/, PART],
  [
    /^(?:[~.]{0,2}\/\S{1,500}|\S{0,500}(?:\.pem|\.key|\.pub))$/,
    { is: 'is the path of a file, and this input takes what is in it', right: NEW },
  ],
]

const NO_KEY: Fault = { is: 'is no private key', right: NEW }

export const TEXTS: KnownTexts = { others: OTHERS, part: PART, noKey: NO_KEY }
