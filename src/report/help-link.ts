import type { ErrorCode } from '../errors/errors.ts'

/** `owner/name` of an action that is used by it; a local one has none, and its reader has the page beside it. */
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/

/** Where a code is explained, as of the version that runs. */
export function helpLink(env: NodeJS.ProcessEnv): ((code: ErrorCode) => string) | undefined {
  const page = pageLink(env)
  return page && ((code) => `${page('docs/troubleshooting.md')}#${code.toLowerCase()}`)
}

/** Where a file of this action is to be read, as of the version that runs (GitHub docs, "Variables reference"). */
export function pageLink(env: NodeJS.ProcessEnv): ((file: string) => string) | undefined {
  const { GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = env
  const server = env.GITHUB_SERVER_URL || 'https://github.com'
  if (!REPOSITORY.test(repository) || ref === '' || !/^https?:\/\/[\w.:[\]-]+$/.test(server)) return undefined
  const path = ref.split('/').map(encodeURIComponent).join('/')
  return (file) => `${server}/${repository}/blob/${path}/${file}`
}
