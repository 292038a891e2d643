import { expect, test } from 'vitest'
import type { Source } from '../../../../../src/source/source.ts'
import { checkedOut, OLD_SHA, SHA } from '../../../builders.ts'
import { plan } from './planned.ts'

const UNREAD = 'the tag is taken from GITHUB_SHA, unchecked.'

test.each<
  [
    what: string,
    given: Record<string, string>,
    source: Partial<Source>,
    warnings: string[],
    notices?: string[],
  ]
>([
  ['nothing where all is well', { paths: 'services' }, {}, []],
  [
    'nothing of a checkout that is not built',
    { build: 'never' },
    { checkouts: checkedOut({ head: SHA, modified: ['a'] }) },
    [],
  ],
  ['nothing of paths where none are given', { 'config-repository': '' }, {}, []],
  [
    'files that are modified',
    {},
    { checkouts: checkedOut({ head: SHA, modified: ['a', 'b', 'c', 'd', 'e', 'f'] }) },
    ['The checkout is modified, so the image is not what the commit says: a, b, c, d, e and 1 more'],
  ],
  [
    'a context that is in no repository',
    {},
    { checkouts: new Map() },
    [],
    [`git could not read a repository at the build context: ${UNREAD}`],
  ],
  [
    'a checkout at another commit than that of the run, with the images that are built from it',
    { images: '- repository: ab\n- repository: cd\n- { repository: ef, context: other }' },
    {
      checkouts: new Map([
        ['.', { head: OLD_SHA, modified: [] }],
        ['other', { head: SHA, modified: [] }],
      ]),
    },
    [],
    [
      `The checkout is at commit ${OLD_SHA}, and this run is of commit ${SHA}: what is built and deployed (ab, cd) is ${OLD_SHA}.`,
    ],
  ],
  [
    'nothing of a commit of another repository',
    { 'source-repository': 'acme/engine' },
    { checkouts: checkedOut({ head: OLD_SHA, modified: [] }) },
    [],
  ],
  [
    'nothing of another commit where nothing is deployed',
    { 'config-repository': '' },
    { checkouts: checkedOut({ head: OLD_SHA, modified: [] }) },
    [],
  ],
  [
    'automatic runs that may roll back',
    { 'on-stale': 'write' },
    {},
    [
      `on-stale is write in a run on push: every late build of an older commit rolls back and leaves a hold. Let only people roll back, with on-stale: \${{ github.event_name == 'workflow_dispatch' && 'write' || 'skip' }}`,
    ],
  ],
  [
    'accounts that get nothing',
    { 'pull-accounts': '012345678901' },
    {},
    [
      'pull-accounts has no effect without create-repository: true, and only on repositories that this step creates.',
    ],
  ],
  [
    'nothing of accounts that may pull',
    { 'pull-accounts': '012345678901', 'create-repository': 'true' },
    {},
    [],
  ],
  [
    'a cache among the images',
    { cache: 'ecr:kubeadm_ec2_cluster/identity-service' },
    {},
    [
      'cache is ecr:kubeadm_ec2_cluster/identity-service, which is the repository of an image: tags of a cache have to move, so give it a repository of its own, with mutable tags.',
    ],
  ],
  [
    'a cache that the runner cannot use',
    { cache: 'gha' },
    {},
    ['cache is gha, but ACTIONS_RUNTIME_TOKEN is not set on this runner: built without a cache.'],
  ],
  [
    'a secret among the build arguments, once for all images',
    { 'build-args': 'NPM_TOKEN=x', images: '- repository: ab\n- repository: cd' },
    {},
    [
      'The build argument NPM_TOKEN looks like a secret, and build-args are kept in the image: use the input secrets and RUN --mount=type=secret.',
    ],
  ],
  [
    'paths that are not there',
    { paths: 'services/x' },
    { absentPaths: ['services/x'] },
    [
      'paths names services/x, and there is no such folder or file in the checkout: no change will ever match it.',
    ],
  ],
  [
    'paths where nothing is deployed',
    { images: '- repository: ab\n- { repository: cd, paths: services }', 'config-repository': '' },
    {},
    [],
    [
      'paths is not asked in this run, which deploys nothing: every image that is not in the registry is built.',
    ],
  ],
])('a run is reported %s', (_, given, source, warnings, notices = []) => {
  const made = plan(given, source)
  expect({ warnings: made.warnings, notices: made.notices }).toEqual({ warnings, notices })
})
