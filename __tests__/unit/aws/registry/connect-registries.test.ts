import { expect, test } from 'vitest'
import { connectRegistries } from '../../../../src/aws/registry/connect-registries.ts'
import { ACCOUNT, anAccess, aRun } from '../../builders.ts'

/** What is said when registries are opened whose session writes to so many repositories, each in a folder of its own. */
function said(count: number, changes: Parameters<typeof anAccess>[0] = {}): readonly string[] {
  const lines: string[] = []
  const { signal } = new AbortController()
  const webIdentity = () => Promise.reject(new Error('no request is made'))
  const connect = connectRegistries(webIdentity, {
    ...aRun(),
    signal,
    log: { info: (line) => lines.push(line) },
  })
  const names = Array.from({ length: count }, (_, at) => `folder-${at}/${'x'.repeat(100)}`)
  const writes = names.map((name) => `arn:aws:ecr:ap-southeast-2:${ACCOUNT}:repository/${name}`)
  const access = anAccess({ ...changes, session: { ...anAccess().session, writes } })
  connect(access)
  connect(access)
  return lines
}

test('a session that may write to a whole registry is named once, with the reason', () => {
  expect(said(40)).toEqual([
    `The session of ${anAccess().role?.arn} may write to every repository of account ${ACCOUNT} in ap-southeast-2: the names of those that it writes to make a session policy of more than 2048 characters, which STS does not take.`,
  ])
})

test('nothing is said of a session that names its repositories, nor of credentials without a policy', () => {
  expect(said(3)).toEqual([])
  expect(said(40, { role: undefined })).toEqual([])
})
