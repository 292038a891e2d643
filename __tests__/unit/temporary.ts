import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder that is gone when the test ends. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'unit-'))
  return {
    path,
    async write(name: string, content: string, mode = 0o644): Promise<string> {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content, { mode })
      return file
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
