import { messageOf } from '../errors/errors.ts'
import { packageVersion } from '../runner/package/version.ts'
import { main } from './main.ts'
import { CANNOT_RUN } from './program.ts'

const LINGER_MS = 1_000

/** Runs the program on this process. */
export async function start(): Promise<void> {
  const { argv, env, stdout: out, stderr: err } = process
  // Whoever reads may have read enough (`| head`). What was found out by then is the exit code.
  out.on('error', () => process.exit())
  err.on('error', () => {})
  const program = { env, cwd: process.cwd(), version: packageVersion(), out, err }
  process.exitCode = await main(argv.slice(2), program).catch((thrown: unknown) => {
    err.write(`unexpected: ${thrown instanceof Error ? thrown.stack : messageOf(thrown)}\n`)
    return CANNOT_RUN
  })
  // A connection that is kept open must keep nobody waiting, and a slow reader must get all.
  out.write('', () => setTimeout(() => process.exit(), LINGER_MS).unref())
}
