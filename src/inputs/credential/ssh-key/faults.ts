import type { Fault, KnownTexts } from '../fault.ts'

const WHOLE =
  'the whole file of the private key, with its first line (-----BEGIN ...) and its last (-----END ...)'
const NEW =
  'a key of its own for this, made by: ssh-keygen -t ed25519 -N "" -f deploy-key (the file deploy-key goes into the secret, deploy-key.pub becomes the deploy key of the config repository)'

export const PASSPHRASE: Fault = {
  is: 'is a key with a passphrase, which nobody can enter in a job',
  right: `the same key without it (a copy, after: ssh-keygen -p -N "" -f copy), or ${NEW}`,
}
export const PART: Fault = { is: 'holds only a part of a private key', right: WHOLE }

export const HARDWARE: Fault = { is: 'is a key of a hardware token, which is not in this runner', right: NEW }

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

export const TEXTS: KnownTexts = { others: OTHERS, part: PART, noKey: NO_KEY }
