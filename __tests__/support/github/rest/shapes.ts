import { idOf } from '../grants.ts'
import type { HostedRepository } from '../state.ts'

export const userShape = (login: string) => ({
  login,
  id: idOf(login),
  type: login.endsWith('[bot]') ? 'Bot' : 'User',
  site_admin: false,
})

/** As pull requests hold it; one that is asked for itself has more. */
export function repositoryShape(
  { fullName, createdAt }: HostedRepository,
  facts: { branch: string; serverUrl: string },
) {
  const [owner = '', name = ''] = fullName.split('/')
  const counts = {
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    watchers: 0,
    watchers_count: 0,
  }
  const has = {
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
  }
  return {
    id: idOf(fullName),
    name,
    full_name: fullName,
    owner: { ...userShape(owner), type: 'Organization' },
    private: true,
    html_url: `${facts.serverUrl}/${fullName}`,
    default_branch: facts.branch,
    ...counts,
    ...has,
    ...{ description: null, homepage: null, language: null, license: null },
    ...{ fork: false, archived: false, disabled: false, size: 1, stargazers_count: 0 },
    ...{ created_at: createdAt, updated_at: createdAt, pushed_at: createdAt },
  }
}
