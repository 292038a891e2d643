import { access, constants, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { nativeLauncher } from './native-launcher.ts'

export interface RecordedCall {
  tool: string
  argv: string[]
  cwd: string
  env: Record<string, string>
}

export interface ChildRecorder {
  /** PATH with the recording stubs in front. */
  path: string
  /** Tools that were found, and therefore are recorded. */
  tools: string[]
  /** In the order of their start. */
  calls(tool?: string): Promise<RecordedCall[]>
}

export const RECORDED_TOOLS = [
  'git',
  'docker',
  'docker-buildx',
  'buildx',
  'buildah',
  'buildctl',
  'kustomize',
  'kubectl',
]

/**
 * Stubs that note how they were called and then become the real tool. They are programs of the kernel, because what
 * bears docker's name and is a script is taken for something else.
 */
export async function recordChildren(
  directory: string,
  tools = RECORDED_TOOLS,
  path = process.env.PATH ?? '',
): Promise<ChildRecorder> {
  const [stubs, scripts, records] = [join(directory, 'bin'), join(directory, 'sh'), join(directory, 'calls')]
  await Promise.all([stubs, scripts, records].map((path) => mkdir(path, { recursive: true })))
  const found: string[] = []
  for (const tool of tools) {
    const real = await findTool(tool, path)
    if (!real) continue
    found.push(tool)
    const script = join(scripts, tool)
    await writeFile(script, stub(tool, real, records), { mode: 0o755 })
    await writeFile(join(stubs, tool), nativeLauncher(script), { mode: 0o755 })
  }
  return {
    path: `${stubs}${delimiter}${path}`,
    tools: found,
    calls: async (tool) => (await readCalls(records)).filter((call) => (tool ?? call.tool) === call.tool),
  }
}

async function findTool(tool: string, path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter)) {
    const candidate = join(directory, tool)
    const usable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return candidate
  }
  return undefined
}

// The environment is read from /proc: dash drops variables whose names hold a dash, and INPUT_* names do.
const stub = (tool: string, real: string, records: string): string => `#!/bin/sh
n=0
until (set -C; : >"${records}/$$.$n") 2>/dev/null; do n=$((n + 1)); done
{ printf '%s\\0' '${tool}' "$PWD" "$#" "$@"; cat "/proc/$$/environ"; } >"${records}/$$.$n"
exec '${real}' "$@"
`

async function readCalls(records: string): Promise<RecordedCall[]> {
  const names = await readdir(records)
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = join(records, name)
      return {
        time: (await stat(file, { bigint: true })).mtimeNs,
        call: parseCall(await readFile(file, 'utf8')),
      }
    }),
  )
  return dated.sort((left, right) => Number(left.time - right.time)).map(({ call }) => call)
}

function parseCall(record: string): RecordedCall {
  const [tool = '', cwd = '', count = '0', ...rest] = record.split('\0')
  const pairs = rest.slice(Number(count)).filter(Boolean)
  const env = Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=')
      return [pair.slice(0, equals), pair.slice(equals + 1)]
    }),
  )
  return { tool, cwd, argv: rest.slice(0, Number(count)), env }
}
