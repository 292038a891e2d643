/**
 * Other names of architectures and the variants that go without saying, as containerd and so BuildKit read them
 * (containerd/platforms, `Normalize`).
 */
const ARCHITECTURES: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  i386: ['386'],
  aarch64: ['arm64'],
  armhf: ['arm'],
  armel: ['arm', 'v6'],
}
const IMPLIED: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8' }
const DEFAULT_ARM = 'v7'

/** One spelling for each platform: `linux/arm64/v8` and `linux/aarch64` are `linux/arm64`. */
export function normalPlatform(text: string): string {
  const parts = text.trim().toLowerCase().split('/')
  const [os = '', named = '', given = ''] = parts.length === 1 ? ['linux', ...parts] : parts
  const [architecture, implied] = ARCHITECTURES[named] ?? [named]
  const variant = normalVariant(architecture, given || implied || '')
  return [os === 'macos' ? 'darwin' : os, architecture, variant].filter(Boolean).join('/')
}

function normalVariant(architecture: string, given: string): string {
  const variant = /^\d/.test(given) ? `v${given}` : given
  if (architecture === 'arm') return variant || DEFAULT_ARM
  return variant === IMPLIED[architecture] ? '' : variant
}
