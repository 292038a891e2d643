/** Tokens and the `owner/name` repositories each of them opens. */
export type TokenAccess = Map<string, readonly string[] | 'all'>

export const opensAll = (tokens: readonly string[] = []): TokenAccess =>
  new Map(tokens.map((token) => [token, 'all']))

export function opens(access: TokenAccess, token: string, repository: string): boolean {
  const repositories = access.get(token)
  return repositories === 'all' || (repositories?.includes(repository) ?? false)
}
