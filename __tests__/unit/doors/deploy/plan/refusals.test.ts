import { describe, test } from 'vitest'
import { checkedOut, EMPTY_SECRET, OLD_SHA, SHA } from '../../../builders.ts'
import { isTold, type Refusal } from './told.ts'

const TWO = '- repository: team/api\n- repository: other/api'

describe('a refusal of a checkout', () => {
  const hint =
    'Run actions/checkout before this step and have git on the runner, or set require-clean: false.'

  test.each<Refusal>([
    [
      'a modified one',
      { 'require-clean': 'true' },
      { checkouts: checkedOut({ head: SHA, modified: ['a.ts'] }) },
      {
        code: 'CHECKOUT_MODIFIED',
        inputs: ['require-clean'],
        message: 'The checkout is modified, so the image is not what the commit says: a.ts',
        hint: 'Commit the change, write generated files to ignored paths, or set require-clean: false.',
      },
    ],
    ...(['lfs', 'submodules', 'sparse-checkout'] as const).map((by): Refusal => {
      const parts = {
        lfs: {
          message:
            'The image is built from git-lfs pointers in the place of the files that they stand for: a.bin.',
          fix: 'Set lfs: true on actions/checkout (or run "git lfs pull" before this step)',
        },
        submodules: {
          message: 'The image is built without submodules, whose folders are empty in the checkout: a.bin.',
          fix: 'Set submodules: true on actions/checkout, with a token or ssh-key that may read them',
        },
        'sparse-checkout': {
          message:
            'The image is built without files of the commit that the sparse checkout leaves out: a.bin.',
          fix: 'Add their folders to the input sparse-checkout of actions/checkout',
        },
      }
      const { message, fix } = parts[by]
      return [
        `one that lacks what ${by} would bring`,
        { 'require-clean': 'true' },
        { unfetched: [{ by, path: 'a.bin' }] },
        {
          code: 'CHECKOUT_INCOMPLETE',
          inputs: ['require-clean'],
          message,
          hint: `${fix}, or put what the image does not need into .dockerignore. Or set require-clean: false.`,
        },
      ]
    }),
    [
      'one with a context in a submodule that is not checked out, whatever require-clean is',
      { context: 'vendor/lib' },
      {
        checkouts: new Map([['vendor/lib', { head: SHA, modified: [] }]]),
        unfetched: [{ by: 'submodules', path: 'vendor/lib', holdsContext: true }],
      },
      {
        code: 'CHECKOUT_INCOMPLETE',
        inputs: ['context'],
        message:
          'a build context lies in the submodule vendor/lib, which is not checked out: there is nothing to build, and its commit is not known',
        hint: 'Set submodules: true on actions/checkout, with a token or ssh-key that may read them, or correct the input context.',
      },
    ],
    [
      'none',
      { 'require-clean': 'true' },
      { checkouts: new Map() },
      {
        code: 'CHECKOUT_MODIFIED',
        inputs: ['require-clean'],
        message: 'require-clean is set, but git could not read a repository at the build context',
        hint,
      },
    ],
    [
      'none at several contexts',
      {
        'require-clean': 'true',
        images: '- { repository: ab, context: one }\n- { repository: cd, context: two }',
      },
      {},
      {
        code: 'CHECKOUT_MODIFIED',
        inputs: ['require-clean'],
        message: 'require-clean is set, but git could not read a repository at the build contexts one, two',
        hint,
      },
    ],
    [
      'one of another commit than the run, where nothing is built',
      { build: 'never' },
      { checkouts: checkedOut({ head: OLD_SHA, modified: [] }) },
      {
        code: 'TAG_COMMIT_MISMATCH',
        inputs: ['tag'],
        message: `build is never and tag is empty, but the run is of commit ${SHA}, and the checkout is at ${OLD_SHA}`,
        hint: `Set the input tag to the commit that is meant (\${{ github.sha }} for that of the run), or check that commit out.`,
      },
    ],
  ])('%s', isTold)
})

describe('a refusal of images', () => {
  const hint =
    'Set the input repository to the name of the ECR repository, for example kubeadm_ec2_cluster/identity-service; with images, give each item a repository.'

  test.each<Refusal>([
    [
      'no repository',
      { repository: '' },
      {},
      { code: 'INPUT_REQUIRED', inputs: ['repository', 'images'], message: 'repository is empty', hint },
    ],
    [
      'an item without a repository',
      { repository: '', images: '- repository: team/api\n- name: web' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs: ['repository', 'images'],
        message: 'repository is empty in images[1]',
        hint,
      },
    ],
    [
      'one whose secret is empty',
      { secrets: 'npm_token=' },
      {},
      {
        code: 'INPUT_REQUIRED',
        inputs: ['secrets'],
        message: 'secrets gives npm_token no value',
        hint: `Set the secret that npm_token is taken from in the settings of the repository or the environment of the job (for Dependabot's runs among its own secrets), or take npm_token out of the input secrets. ${EMPTY_SECRET}`,
      },
    ],
    [
      'two of one name',
      { images: TWO },
      {},
      {
        code: 'INPUT_INVALID',
        inputs: ['images', 'repository'],
        message: 'images has several items of the name "api"',
        hint: 'Give each item of images a name of its own (the last segment of its repository when it has none). For one image in several registries, use one step for each registry.',
      },
    ],
    [
      'two of one reference',
      { images: '- { repository: ab, name: x }\n- { repository: ab, name: y }' },
      {},
      {
        code: 'INPUT_INVALID',
        inputs: ['images', 'repository'],
        message: `images has several items that would be pushed to 465002806239/ap-southeast-2/ab:${SHA}`,
        hint: `Give them repositories of their own, or tags such as worker-\${{ github.sha }}.`,
      },
    ],
    [
      'two of one reference, in a run that does not push',
      { images: '- { repository: ab, name: x }\n- { repository: ab, name: y }', push: 'false' },
      {},
      {
        code: 'INPUT_INVALID',
        inputs: ['images', 'repository'],
        message: `images has several items that would be pushed to ab:${SHA}`,
        hint: `Give them repositories of their own, or tags such as worker-\${{ github.sha }}.`,
      },
    ],
  ])('%s', isTold)
})
