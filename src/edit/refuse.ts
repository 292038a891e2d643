import { fail } from '../errors/errors.ts'
import type { ConfigFile } from './target.ts'

export interface Refusal {
  readonly message: string
  readonly hint: string
}

export function refuse(file: ConfigFile, line: number | undefined, refusal: Refusal): never {
  return fail({
    code: 'EDIT_UNSAFE',
    message: `${file.path}${line === undefined ? '' : `:${line}`} ${refusal.message}`,
    hint: refusal.hint,
    configPlace: file.place(line),
  })
}
