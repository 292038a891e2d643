/** What a template of the input commit-message may name. */
const PLACEHOLDERS = ['name', 'tag', 'sha', 'previous', 'overlays', 'repository', 'actor', 'run'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

export const PLACEHOLDER = /\{([^{}]*)\}/g

export function unknownPlaceholders(template: string): readonly string[] {
  const known: readonly string[] = PLACEHOLDERS
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name))
}
