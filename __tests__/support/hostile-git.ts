import { appendFile, mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Files } from './git-repositories.ts'

/** What the commands leave behind in RUNNER_TEMP. */
export const RAN = 'ran'

/** For a shell, whatever words follow. */
export const COMMAND = `: >"$RUNNER_TEMP/${RAN}"; :`
/** The same, as a filter that changes nothing. */
const FILTER = `: >"$RUNNER_TEMP/${RAN}"; cat; :`

/** Addresses for which git starts a program: what the settings name, or the address itself. */
export const TRANSPORTS = ['ssh://x/y', `ext::/bin/sh -c :>$RUNNER_TEMP/${RAN}`]

const quoted = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** The text of a git configuration. */
export const settings = (sections: Record<string, Record<string, string>>): string =>
  Object.entries(sections)
    .map(([section, keys]) => {
      const lines = Object.entries(keys).map(([key, value]) => `\t${key} = ${quoted(value)}\n`)
      return `[${section}]\n${lines.join('')}`
    })
    .join('')

/** What makes git ask a server for every commit that is missing, by a program that the settings name. */
const fetching = (url = ''): Record<string, Record<string, string>> => ({
  core: { repositoryformatversion: '1', sshCommand: COMMAND },
  extensions: { partialClone: 'origin' },
  'remote "origin"': { url, promisor: 'true' },
  protocol: { allow: 'always' },
  'protocol "ssh"': { allow: 'always' },
  'protocol "ext"': { allow: 'always' },
})

/**
 * A repository among the files of a folder, as any commit can hold one: git that is started there finds it before the
 * `.git` above it. Its HEAD is a commit that is missing.
 */
export const bareRepository = (
  folder: string,
  url = TRANSPORTS[0],
  kind: Record<string, string> = { bare: 'true' },
): Files => {
  const { core, ...rest } = fetching(url)
  const files = {
    HEAD: 'ref: refs/heads/main\n',
    'refs/heads/main': `${'1'.repeat(40)}\n`,
    'objects/info/keep': '',
    config: settings({ core: { ...core, ...kind }, ...rest }),
  }
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text]))
}

/** The same, whose work tree is the folder itself. */
export const repositoryInFolder = (folder: string): Files =>
  bareRepository(folder, TRANSPORTS[0], { worktree: '.' })

/** Every setting that names a program, as an archive, an artifact or a cache could bring them in a `.git`. */
const PROGRAMS: Record<string, Record<string, string>> = {
  core: {
    fsmonitor: COMMAND,
    hooksPath: 'hooks',
    askPass: COMMAND,
    pager: COMMAND,
    editor: COMMAND,
    sshCommand: COMMAND,
    gitProxy: COMMAND,
    alternateRefsCommand: COMMAND,
  },
  gpg: { program: COMMAND },
  'gpg "ssh"': { program: COMMAND, defaultKeyCommand: COMMAND },
  log: { showSignature: 'true' },
  diff: { external: COMMAND },
  'diff "evil"': { command: COMMAND, textconv: COMMAND },
  'filter "evil"': { clean: FILTER, smudge: FILTER, required: 'true' },
  alias: { status: `!${COMMAND}`, show: `!${COMMAND}` },
  pager: { status: COMMAND, show: COMMAND },
  credential: { helper: `!${COMMAND}` },
  uploadpack: { packObjectsHook: COMMAND },
  interactive: { diffFilter: COMMAND },
  'hook "evil"': { command: COMMAND, event: 'post-index-change' },
  'submodule "lib"': { update: `!${COMMAND}` },
  trace2: { eventTarget: '/nonexistent/trace' },
}

/** Every file is read again, and with it goes through its filter. */
export const touch = (...paths: readonly string[]) => Promise.all(paths.map((path) => utimes(path, 1, 1)))

/** Adds settings to a repository by hand, as git would not. */
export const configure = (folder: string, sections: Record<string, Record<string, string>>) =>
  appendFile(join(folder, 'config'), settings(sections))

export const configureAll = (folder: string) => configure(folder, PROGRAMS)

export const configureFilter = (folder: string, driver: 'clean' | 'process' = 'clean') =>
  configure(folder, { 'filter "evil"': { [driver]: FILTER } })

export const configureFetch = (folder: string) =>
  writeFile(join(folder, 'config'), settings(fetching(TRANSPORTS[0])))

export const writeFiles = async (folder: string, files: Files): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}
