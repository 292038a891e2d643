/** Global ids carry what they stand for, as GitHub's do; nobody but this GitHub reads them. */
export type NodeKind = 'R' | 'REF' | 'C' | 'T' | 'B' | 'PR' | 'U'

export const nodeId = (kind: NodeKind, ...facts: (string | number)[]): string =>
  `${kind}_${Buffer.from(JSON.stringify(facts)).toString('base64url')}`

export function readNodeId(id: string): { kind: string; facts: string[] } | undefined {
  const [, kind = '', encoded = ''] = /^([A-Z]+)_([A-Za-z0-9_-]+)$/.exec(id) ?? []
  try {
    const facts: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString())
    return Array.isArray(facts) ? { kind, facts: facts.map(String) } : undefined
  } catch {
    return undefined
  }
}
