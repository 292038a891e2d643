import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { delimiter } from 'node:path'
import { isProgram, programIn } from '../../runner/program.ts'

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
  const head = headOf(path)
  return head.startsWith(MAGIC) ? head.slice(0, IDENTITY) + head.slice(MACHINE_AT) : undefined
}

function headOf(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const head = Buffer.alloc(HEAD)
    return fstatSync(file).isFile() && readSync(file, head) === HEAD ? head.toString('latin1') : ''
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
