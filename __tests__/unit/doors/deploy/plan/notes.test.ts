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
    [
      'The checkout is modified, so the image is not what the commit says: a, b, c, d, e and 1 more. Set require-clean: true to refuse such a checkout.',
    ],
  ],
  [
    'git-lfs pointers, and the input that fetches what they stand for',
    {},
    { unfetched: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((path) => ({ by: 'lfs', path })) },
    [
      'The image is built from git-lfs pointers in the place of the files that they stand for: a, b, c, d, e and 2 more. Set lfs: true on actions/checkout (or run "git lfs pull" before this step), or put what the image does not need into .dockerignore.',
    ],
  ],
  [
    'submodules that are not checked out, each kind with what brings it',
    {},
    {
      unfetched: [
        { by: 'submodules', path: 'lib' },
        { by: 'submodules of submodules', path: 'lib/deep' },
        { by: 'nothing', path: 'embedded' },
      ],
    },
    [
      'The image is built without submodules, whose folders are empty in the checkout: lib. Set submodules: true on actions/checkout, with a token or ssh-key that may read them, or put what the image does not need into .dockerignore.',
      'The image is built without submodules of submodules, whose folders are empty in the checkout: lib/deep. Set submodules: recursive on actions/checkout, with a token or ssh-key that may read them, or put what the image does not need into .dockerignore.',
      'The image is built without repositories that the commit names, whose folders are empty in the checkout, and .gitmodules does not say where they are: embedded. Add each with "git submodule add", or take it out with "git rm --cached" and add its files without its .git folder, or put what the image does not need into .dockerignore.',
    ],
  ],
  [
    'what a sparse checkout leaves out',
    {},
    { unfetched: [{ by: 'sparse-checkout', path: 'assets/a' }] },
    [],
    [
      'The image is built without files of the commit that the sparse checkout leaves out: assets/a. Add their folders to the input sparse-checkout of actions/checkout, or put what the image does not need into .dockerignore.',
    ],
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
    'accounts that a template knows nothing of',
    { 'pull-accounts': '012345678901', 'create-repository': 'on-push' },
    {},
    [
      'pull-accounts has no effect with create-repository: on-push: the policy of the repository is that of the template.',
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
    'several paths on one line that are none',
    { paths: 'services lib' },
    { absentPaths: ['services lib'] },
    [
      'paths names services lib, and there is no such folder or file in the checkout: no change will ever match it. Where these are several, give paths one a line.',
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
