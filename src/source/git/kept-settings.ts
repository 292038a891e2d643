type Setting = readonly [key: string, value: string]

const WORD = /^\w{1,20}$/

/**
 * The settings of a checkout that say how its files and objects are to be read, with the values that they may have. No
 * other is known to git then, so that none can name a program, whatever a later git may read there.
 */
const KEPT: readonly (readonly [key: RegExp, value: RegExp])[] = [
  [/^core\.(?:repositoryformatversion|filemode|symlinks|ignorecase|precomposeunicode)$/, WORD],
  [/^core\.(?:autocrlf|eol|safecrlf|trustctime|checkstat|sparsecheckout|sparsecheckoutcone)$/, WORD],
  [/^index\.sparse$/, WORD],
  // git must refuse what it does not know. Of these two the first is followed here, and the second asks a server.
  [/^extensions\.(?!worktreeconfig$|partialclone$)[a-z]+$/, WORD],
  // As `git lfs install --local` writes them, which actions/checkout runs: without them its files look modified.
  [/^filter\.lfs\.clean$/, /^git-lfs clean -- %f$/],
  [/^filter\.lfs\.process$/, /^git-lfs filter-process(?: --skip)?$/],
  [/^filter\.lfs\.required$/, WORD],
  // Nothing is fetched from it: buildx writes it into a provenance.
  [/^remote\.origin\.url$/, /^(?:https?:\/\/|ssh:\/\/|git@)[\w@:/.~%+-]{1,1000}$/],
]

/** Of a repository's `config`, and of the `config.worktree` beside it, what git is given (git-config, "FILES"). */
export function keptSettings(shared: string, ofWorktree: string): string {
  const settings = settingsIn(shared)
  const hasOwn = settings.some(
    ([key, value]) => key === 'extensions.worktreeconfig' && /^(?:true|yes|on|1)$/i.test(value),
  )
  const all = hasOwn ? [...settings, ...settingsIn(ofWorktree)] : settings
  return all.filter(isKept).map(written).join('')
}

const isKept = ([key, value]: Setting): boolean =>
  KEPT.some(([keys, values]) => keys.test(key) && values.test(value))

function written([key, value]: Setting): string {
  const [section = '', ...rest] = key.split('.')
  const name = rest.pop()
  const subsection = rest.length === 0 ? '' : ` "${rest.join('.')}"`
  return `[${section}${subsection}]\n\t${name} = ${value}\n`
}

/**
 * Settings on lines of their own, as git writes them. One that is written otherwise, over several lines or with escapes,
 * has none of the values that are kept.
 */
function settingsIn(text: string): readonly Setting[] {
  let section = ''
  return text.split('\n').flatMap((line) => {
    let rest = line.trim()
    if (rest.startsWith('[')) {
      const end = rest.indexOf(']')
      section = sectionOf(rest.slice(1, end))
      rest = rest.slice(end + 1).trim()
    }
    if (rest === '') return []
    const [name = '', ...value] = rest.split('=')
    const key = `${section}.${name.trim().toLowerCase()}`
    return [[key, value.length === 0 ? 'true' : plain(value.join('='))] as const]
  })
}

/** Sections have no case, subsections have (git-config, "Syntax"). */
function sectionOf(header: string): string {
  const [name = '', subsection] = header.split('"')
  return subsection === undefined ? name.trim().toLowerCase() : `${name.trim().toLowerCase()}.${subsection}`
}

/** A comment begins where no quote has (git-config, "Syntax"). */
function plain(value: string): string {
  const text = value.trim()
  const [word = ''] = text.startsWith('"') ? text.slice(1).split('"') : text.split(/[#;]/)
  return word.trim()
}
