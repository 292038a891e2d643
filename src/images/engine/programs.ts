import { delimiter } from 'node:path'
import { isProgram, programIn } from '../../runner/program.ts'
import { headOfRegular } from '../../runner/regular-file.ts'

/** Where the program of that name is which a child process would start. */
export const onPath = (program: string, { PATH = '' }: NodeJS.ProcessEnv): string | undefined =>
  programIn(
    PATH.split(delimiter).filter((folder) => folder !== ''),
    program,
  )

/** Magic number, class and byte order; with the type come 20 bytes before which `e_machine` ends (elf(5)). */
const [MAGIC, IDENTITY, MACHINE_AT, HEAD] = ['\x7fELF', 6, 18, 20]

/**
 * Whether the kernel runs the file itself, on a machine of this kind. A script is none: it may be there to change what
 * comes after it. And a file that no kernel runs would be taken for one by the C library (exec(3), "ENOEXEC").
 */
export function isNative(path: string): boolean {
  const kind = kindOf(path)
  return kind !== undefined && isProgram(path) && kind === kindOf(process.execPath)
}

function kindOf(path: string): string | undefined {
  const read = headOfRegular(path, HEAD)
  const head = typeof read === 'string' ? '' : read.toString('latin1')
  const isWhole = head.length === HEAD && head.startsWith(MAGIC)
  return isWhole ? head.slice(0, IDENTITY) + head.slice(MACHINE_AT) : undefined
}
