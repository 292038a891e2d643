import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, inflateSync } from 'node:zlib'
import { withoutMaskCommands } from './workflow-commands.ts'

export interface Leak {
  /** Name of the text or path of the file. */
  place: string
  form: 'raw' | 'base64' | 'percent-encoded'
  secret: string
}

export interface ScanRequest {
  secrets: string[]
  /** By name; mask commands in them are no leak. */
  texts?: Record<string, string>
  directories?: string[]
}

interface Needle extends Omit<Leak, 'place'> {
  text: string
}

export async function scanForSecrets({
  secrets,
  texts = {},
  directories = [],
}: ScanRequest): Promise<Leak[]> {
  const needles = [...new Set(secrets)].flatMap(needlesOf)
  const named = Object.entries(texts).map(([place, text]) => ({ place, hay: withoutMaskCommands(text) }))
  const files = (await Promise.all(directories.map(filesBelow))).flat()
  const read = await Promise.all(files.map(async (place) => ({ place, hay: unpack(await readFile(place)) })))
  return [...named, ...read].flatMap(({ place, hay }) =>
    needles
      .filter(({ text }) => hay.includes(text) || place.includes(text))
      .map(({ form, secret }): Leak => ({ place, form, secret })),
  )
}

/** A secret of several lines is found by any line of it: logs are masked line by line. */
function needlesOf(secret: string): Needle[] {
  const lines = secret.split('\n').filter((line) => line.length >= 16)
  return [...new Set([secret, ...lines])].flatMap((raw): Needle[] => [
    { form: 'raw', secret, text: raw },
    ...[0, 1, 2]
      .flatMap((offset) => base64At(raw, offset))
      .map((text): Needle => ({ form: 'base64', secret, text })),
    ...(encodeURIComponent(raw) === raw
      ? []
      : [{ form: 'percent-encoded' as const, secret, text: encodeURIComponent(raw) }]),
  ])
}

/** How the secret looks inside the base64 of a longer text, such as `user:secret`. */
function base64At(raw: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(raw)])
  const from = Math.ceil((offset * 8) / 6)
  const to = Math.floor((bytes.length * 8) / 6)
  return [...new Set([bytes.toString('base64').slice(from, to), bytes.toString('base64url').slice(from, to)])]
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Loose git objects and gzip files are looked into; packs are not. */
function unpack(content: Buffer): string {
  const raw = content.toString('latin1')
  try {
    if (content[0] === 0x78) return raw + inflateSync(content).toString('latin1')
    if (content[0] === 0x1f && content[1] === 0x8b) return raw + gunzipSync(content).toString('latin1')
  } catch {
    // Not compressed after all: two bytes prove nothing.
  }
  return raw
}
