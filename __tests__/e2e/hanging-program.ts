import { existsSync } from 'node:fs'
import { chmod, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scene } from './scene.ts'

interface Hanging {
  /** Whether it was given that word. */
  asked(): boolean
  /** From now on it answers again. */
  heal(): Promise<void>
}

/** From now on the program does not end when it is given this word, whoever started it. */
export async function hangs(scene: Scene, program: string, word: string): Promise<Hanging> {
  const marker = join(scene.root, 'asked')
  // The recorded git comes first on PATH.
  const folder = program === 'git' ? join('children', 'bin') : 'bin'
  const path = join(scene.root, folder, program)
  if (existsSync(path)) await rename(path, `${path}-real`)
  const hang = `: >'${marker}'; exec /bin/sleep 60`
  await writeFile(path, `#!/bin/sh\ncase " $* " in *' ${word}'*) ${hang} ;; esac\nexec '${path}-real' "$@"\n`)
  await chmod(path, 0o755)
  return { asked: () => existsSync(marker), heal: () => rename(`${path}-real`, path) }
}
