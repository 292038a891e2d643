import type { ScalarNode } from '../yaml/node.ts'

/** A value that SOPS has encrypted: what it says is not known. */
export const isEncrypted = ({ text }: ScalarNode): boolean => text.startsWith('ENC[')
