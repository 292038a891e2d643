import * as fields from './fields.ts'
import type { InputReader } from './reader.ts'
import { type GitRemote, gitRemote } from './remote.ts'

/** How to reach the config repository, and how to write to it. */
export interface ConfigInputs {
  readonly repository: GitRemote | undefined
  readonly branch: string | undefined
  readonly token: string | undefined
  readonly sshKey: string | undefined
  readonly sshKnownHosts: string | undefined
  readonly deployRefs: readonly string[]
  readonly pin: 'tag' | 'digest' | 'both'
  readonly retarget: boolean
  readonly onStale: 'skip' | 'fail' | 'write'
  readonly onDiverged: 'default-branch' | 'write' | 'skip' | 'fail'
  readonly createMissing: boolean
  readonly renderCheck: 'auto' | 'require' | 'off'
  readonly commitMessage: string | undefined
  readonly commitAuthor: { readonly name: string; readonly email: string } | undefined
}

export function parseConfigInputs(reader: InputReader): ConfigInputs {
  return {
    repository: reader.one('config-repository', gitRemote),
    branch: reader.one('config-branch', fields.branchName),
    token: reader.one('config-token', fields.secret),
    sshKey: reader.one('config-ssh-key', fields.secret),
    sshKnownHosts: reader.one('config-ssh-known-hosts', fields.secret),
    deployRefs: reader.list('deploy-refs', fields.refPattern),
    pin: reader.one('pin', fields.oneOf('tag', 'digest', 'both')) ?? 'tag',
    retarget: reader.one('retarget', fields.flag) ?? false,
    onStale: reader.one('on-stale', fields.oneOf('skip', 'fail', 'write')) ?? 'skip',
    onDiverged:
      reader.one('on-diverged', fields.oneOf('default-branch', 'write', 'skip', 'fail')) ?? 'default-branch',
    createMissing: reader.one('create-missing', fields.flag) ?? false,
    renderCheck: reader.one('render-check', fields.oneOf('auto', 'require', 'off')) ?? 'auto',
    commitMessage: reader.one('commit-message', fields.text),
    commitAuthor: reader.one('commit-author', fields.author),
  }
}
