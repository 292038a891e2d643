import { readFile } from 'node:fs/promises'
import { jsonObject } from '../names/text.ts'
import type { EventPayload } from './payload.ts'

/** The webhook payload that the runner has for this run; empty where there is none. */
export async function readPayload(path: string | undefined): Promise<EventPayload> {
  return path ? jsonObject(await readFile(path, 'utf8').catch(() => '')) : {}
}
