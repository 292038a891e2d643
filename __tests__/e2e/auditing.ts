import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const DIST = join(import.meta.dirname, '..', '..', 'dist')

export interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** A folder of the repository to begin in. */
  readonly cwd?: string
  /** Reads nothing of what it writes. */
  readonly isDeaf?: boolean
  readonly program?: string
}

/** A repository on the disk, and the bundle that audits it. */
export class AuditedRepository implements Disposable {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'audited-')))
  readonly root = join(this.#folder, 'repository')

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    mkdirSync(this.root)
    for (const [path, content] of Object.entries(files)) this.write(path, content)
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), content)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  /** `ecr-gitops WORDS` */
  run(
    words: readonly string[],
    { program = join(DIST, 'cli.js'), ...options }: RunOptions = {},
  ): Promise<Ran> {
    return this.#start([program, ...words], options)
  }

  /** The action, as the runner starts it. */
  async act(inputs: Readonly<Record<string, string>>, { env = {}, ...options }: RunOptions = {}) {
    this.write('../runner/output', '')
    this.write('../runner/summary', '')
    const files = realpathSync(join(this.root, '..', 'runner'))
    const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
    const ran = await this.#start([join(DIST, 'audit.js')], {
      ...options,
      env: {
        GITHUB_OUTPUT: join(files, 'output'),
        GITHUB_STEP_SUMMARY: join(files, 'summary'),
        RUNNER_TEMP: tmpdir(),
        ...Object.fromEntries(given),
        ...env,
      },
    })
    return {
      ...ran,
      summary: this.read('../runner/summary'),
      outputs: outputsIn(this.read('../runner/output')),
    }
  }

  #start(args: readonly string[], { env = {}, cwd = '.', isDeaf = false }: RunOptions): Promise<Ran> {
    const child = spawn(process.execPath, [...args], {
      cwd: join(this.root, cwd),
      env: { PATH: process.env.PATH, HOME: this.root, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { out: '', err: '' }
    if (isDeaf) child.stdout.destroy()
    else child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve({ code, signal, ...said }))
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** A file of outputs as the runner reads it. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/^([\w-]+)<<(\S+)\n(.*?)\n?\2$/gms)]
  return Object.fromEntries(found.map(([, name = '', , value = '']) => [name, value]))
}
