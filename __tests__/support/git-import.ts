import { git } from './git.ts'

export interface CommitRequest {
  /** `null` removes a file. */
  files: Record<string, string | null>
  message: string
  branch?: string
  /** ISO time of author and committer. */
  date?: string
}

interface Import {
  commits: Omit<CommitRequest, 'branch'>[]
  branch: string
  parent?: string | undefined
}

const WHO = 'Test Author <author@example.com>'

/** One process for any number of commits: worlds are made by the hundred. Returns the names, oldest first. */
export async function importCommits(cwd: string, { commits, branch, parent }: Import): Promise<string[]> {
  const stdin = commits
    .map((commit, index) => {
      const from = index === 0 ? parent : `:${index}`
      return [
        `commit refs/heads/${branch}`,
        `mark :${index + 1}`,
        `author ${WHO} ${seconds(commit.date)} +0000`,
        `committer ${WHO} ${seconds(commit.date)} +0000`,
        data(commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`),
        ...(from ? [`from ${from}`] : []),
        ...Object.entries(commit.files).map(([path, content]) => change(path, content)),
        `\nget-mark :${index + 1}\n`,
      ].join('\n')
    })
    .join('')
  return (await git(['fast-import', '--quiet'], { cwd, stdin })).split('\n')
}

const seconds = (date = '2026-01-15T10:00:00Z'): number => Math.floor(Date.parse(date) / 1000)

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`

const change = (path: string, content: string | null): string =>
  content === null ? `D ${path}` : `M 100644 inline ${path}\n${data(content)}`
