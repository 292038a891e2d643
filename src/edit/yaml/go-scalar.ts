const GO_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/

/**
 * What go-yaml, the parser of kustomize, takes a plain scalar for, when that breaks the build (measured with
 * kustomize 5.6): dates, times and numbers that are too large for it are strings.
 */
export function goMisreading(text: string): 'boolean' | 'number' | undefined {
  if (GO_BOOLEAN.test(text)) return 'boolean'
  if (/^[-+]?\.(?:inf|nan)$/i.test(text)) return 'number'
  const digits = text.replaceAll('_', '')
  if (digits === '' || text.startsWith('_')) return undefined
  // Go writes numbers as this language does, but lets a sign stand before 0x, 0b and 0o.
  return Number.isFinite(Number(digits.replace(/^[-+](?=0)/, ''))) ? 'number' : undefined
}
