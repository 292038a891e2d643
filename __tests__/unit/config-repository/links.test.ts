import { expect, test } from 'vitest'
import { commitUrl, fileUrl } from '../../../src/config-repository/links.ts'
import { planRemote } from '../../../src/doors/deploy/plan/config-remote.ts'
import { gitRemote } from '../../../src/inputs/config-inputs.ts'
import { must } from '../builders.ts'

const ID = '6b1f0c2d98e4a7735c0fd1b2e6948a37c5d0ef12'
const FILE = 'apps/a (b)/kustomization.yaml'
const NAME = 'apps/a%20%28b%29/kustomization.yaml'

function remoteOf(address: string) {
  const parsed = gitRemote(address)
  if (!('value' in parsed)) throw new Error(parsed.mistake)
  return planRemote(parsed.value, { kind: 'none' }, { serverUrl: 'https://code.acme.example' })
}

const AZURE = 'https://dev.azure.com/acme/My%20Platform/_git/config'
const AZURE_LINE = `?path=/${NAME}&version=GC${ID}&line=4&lineEnd=5&lineStartColumn=1&lineEndColumn=1`
const CODECOMMIT = 'https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/config'

test.each([
  ['acme/config', `https://code.acme.example/acme/config/blob/${ID}/${NAME}#L4`, `/commit/${ID}`],
  [
    'git@code.acme.example:acme/config.git',
    `https://code.acme.example/acme/config/blob/${ID}/${NAME}#L4`,
    `/commit/${ID}`,
  ],
  [
    'https://github.com/acme/config.git',
    `https://github.com/acme/config/blob/${ID}/${NAME}#L4`,
    `/commit/${ID}`,
  ],
  [
    'ssh://git@ssh.github.com:443/acme/config.git',
    `https://github.com/acme/config/blob/${ID}/${NAME}#L4`,
    `/commit/${ID}`,
  ],
  ['https://acme.ghe.com/a/b', `https://acme.ghe.com/a/b/blob/${ID}/${NAME}#L4`, `/commit/${ID}`],
  [
    'https://gitlab.com/acme/team/sub/config.git',
    `https://gitlab.com/acme/team/sub/config/-/blob/${ID}/${NAME}#L4`,
    `/-/commit/${ID}`,
  ],
  [
    'git@gitlab.acme.example:acme/team/config.git',
    `https://gitlab.acme.example/acme/team/config/-/blob/${ID}/${NAME}#L4`,
    `/-/commit/${ID}`,
  ],
  [
    'ssh://git@altssh.gitlab.com:443/acme/config.git',
    `https://gitlab.com/acme/config/-/blob/${ID}/${NAME}#L4`,
    `/-/commit/${ID}`,
  ],
  [
    'https://bitbucket.org/acme/config.git',
    `https://bitbucket.org/acme/config/src/${ID}/${NAME}#lines-4`,
    `/commits/${ID}`,
  ],
  [
    'git@bitbucket.org:acme/config.git',
    `https://bitbucket.org/acme/config/src/${ID}/${NAME}#lines-4`,
    `/commits/${ID}`,
  ],
  [
    'https://code.other.example/git/scm/plat/config.git',
    `https://code.other.example/git/projects/plat/repos/config/browse/${NAME}?at=${ID}#4`,
    `/commits/${ID}`,
  ],
  [
    'https://bitbucket.acme.example:8443/scm/~ann/config.git',
    `https://bitbucket.acme.example:8443/users/ann/repos/config/browse/${NAME}?at=${ID}#4`,
    `/commits/${ID}`,
  ],
  [
    'https://codeberg.org/acme/config.git',
    `https://codeberg.org/acme/config/src/commit/${ID}/${NAME}#L4`,
    `/commit/${ID}`,
  ],
  [
    'https://gitea.acme.example/acme/config',
    `https://gitea.acme.example/acme/config/src/commit/${ID}/${NAME}#L4`,
    `/commit/${ID}`,
  ],
  [AZURE, `${AZURE}${AZURE_LINE}`, `/commit/${ID}`],
  ['git@ssh.dev.azure.com:v3/acme/My%20Platform/config', `${AZURE}${AZURE_LINE}`, `/commit/${ID}`],
  [
    'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/config',
    `${CODECOMMIT}/browse/${ID}/--/${NAME}?region=eu-west-1`,
    `/commit/${ID}?region=eu-west-1`,
  ],
  [
    'ssh://APKAEIBAERJR2EXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/config',
    `${CODECOMMIT}/browse/${ID}/--/${NAME}?region=eu-west-1`,
    `/commit/${ID}?region=eu-west-1`,
  ],
])('%s has its pages where its host has them', (address, file, commit) => {
  const remote = remoteOf(address)
  expect(fileUrl(remote, { commit: ID, file: FILE, line: 4 })).toBe(file)
  expect(commitUrl(remote, ID)).toBe(`${must(remote.webUrl)}${commit}`)
  // The page of the file itself.
  const whole = must(fileUrl(remote, { commit: ID, file: FILE, line: undefined }))
  expect(file.startsWith(whole)).toBe(true)
  expect(() => new URL(file)).not.toThrow()
})

test.each([
  ['a host that nobody knows', 'https://git.acme.example/acme/config.git'],
  ['one that only looks like another', 'https://notgithub.com/acme/config.git'],
  [
    'Bitbucket Data Center over SSH, whose pages are elsewhere',
    'ssh://git@bitbucket.acme.example:7999/plat/config.git',
  ],
  ['a path of GitHub that is no repository', 'https://github.com/acme/team/config'],
  ['Azure DevOps without _git', 'https://dev.azure.com/acme/platform/config'],
  [
    'GovCloud, whose console is another',
    'https://git-codecommit.us-gov-west-1.amazonaws.com/v1/repos/config',
  ],
  ['a file', 'file:///srv/git/config.git'],
])('a wrong link is worse than none: %s', (_, address) => {
  const remote = remoteOf(address)
  expect(fileUrl(remote, { commit: ID, file: FILE, line: 4 })).toBeUndefined()
  expect(commitUrl(remote, ID)).toBeUndefined()
})
