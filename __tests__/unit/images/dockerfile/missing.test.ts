import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isDockerfileName } from '../../../../src/images/dockerfile/look-around.ts'
import { failWithoutContext, failWithoutDockerfile } from '../../../../src/images/dockerfile/missing.ts'
import { problemOf } from '../../builders.ts'
import { temporaryFolder } from '../../temporary.ts'

interface Case {
  readonly files?: readonly string[]
  readonly folders?: readonly string[]
  readonly context?: string
  readonly file?: string
  readonly message: string
  readonly hint: string
}

/** A workspace, and what is said of it; a checkout unless files say otherwise. */
async function said({ files = [], folders = [], context = '.', file }: Case) {
  await using workspace = await temporaryFolder()
  for (const name of files) await workspace.write(name, 'FROM scratch\n')
  for (const name of folders) await mkdir(join(workspace.path, name), { recursive: true })
  const plan = { context, file }
  const tried = file === undefined ? ['Dockerfile', 'dockerfile'].map((name) => join(context, name)) : [file]
  const isThere =
    context === '.' || folders.includes(context) || files.some((one) => one.startsWith(`${context}/`))
  const { message, hint } = await problemOf(async () =>
    isThere ? failWithoutDockerfile(plan, tried, workspace.path) : failWithoutContext(plan, workspace.path),
  )
  return { message, hint }
}

const NONE = 'there is no Dockerfile at Dockerfile or dockerfile'
const EMPTY = 'the workspace is empty, so nothing was checked out in this job'
const CHECK_OUT = 'Run actions/checkout before this step: every job begins with an empty workspace.'
const NO_REPOSITORY =
  ' No repository is checked out there: run actions/checkout before this step where its files are meant.'
const COPY = 'and the input context to the folder that its COPY instructions begin at.'
const GIT = ['.git']

describe('where a Dockerfile is missing, it is said what is there', () => {
  test.each<[what: string, at: Case]>([
    ['nothing at all', { message: `${NONE}: ${EMPTY}`, hint: CHECK_OUT }],
    [
      'nothing at all, with a context',
      {
        context: 'app',
        message: `the build context app is not a folder of the checkout: ${EMPTY}`,
        hint: CHECK_OUT,
      },
    ],
    [
      'an artifact and no checkout',
      {
        files: ['dist/app.js'],
        message: NONE,
        hint: `Set the input file to its path (relative to the workspace, not to context), or correct context.${NO_REPOSITORY}`,
      },
    ],
    [
      'another case',
      { files: ['DockerFile'], folders: GIT, message: NONE, hint: 'Set the input file to DockerFile.' },
    ],
    [
      'one for production',
      {
        files: ['Dockerfile.prod', 'Dockerfile.dockerignore'],
        folders: GIT,
        message: NONE,
        hint: 'Set the input file to Dockerfile.prod.',
      },
    ],
    [
      'several of them',
      {
        files: ['Dockerfile.dev', 'Dockerfile.prod', 'api.dockerfile'],
        folders: GIT,
        message: NONE,
        hint: 'Set the input file to the one that is meant: Dockerfile.dev, Dockerfile.prod, api.dockerfile.',
      },
    ],
    [
      'it in the context, and file is relative to that',
      {
        files: ['app/Dockerfile'],
        folders: GIT,
        context: 'app',
        file: 'Dockerfile',
        message: 'there is no Dockerfile at Dockerfile',
        hint: 'Set the input file to app/Dockerfile: it is relative to the workspace, not to context.',
      },
    ],
    [
      'it in the context in a folder, and file is relative to that',
      {
        files: ['app/docker/prod.Dockerfile'],
        folders: GIT,
        context: 'app',
        file: 'docker/prod.Dockerfile',
        message: 'there is no Dockerfile at docker/prod.Dockerfile',
        hint: 'Set the input file to app/docker/prod.Dockerfile: it is relative to the workspace, not to context.',
      },
    ],
    [
      'another case of what file says',
      {
        files: ['app/dockerfile'],
        folders: GIT,
        context: 'app',
        file: 'app/Dockerfile',
        message: 'there is no Dockerfile at app/Dockerfile',
        hint: 'Set the input file to app/dockerfile.',
      },
    ],
    [
      'it in other folders',
      {
        files: ['services/api/Dockerfile', 'docker/Dockerfile', 'node_modules/x/Dockerfile'],
        folders: GIT,
        message: NONE,
        hint: `Set the input file to the one that is meant: docker/Dockerfile, services/api/Dockerfile (relative to the workspace, not to context), ${COPY}`,
      },
    ],
    [
      'a checkout in a folder',
      {
        files: ['service/Dockerfile'],
        folders: ['service/.git'],
        message: NONE,
        hint: `The checkout is in service (the input path of actions/checkout): set the input context to service.${NO_REPOSITORY}`,
      },
    ],
    [
      'a checkout in a folder, with file',
      {
        files: ['service/docker/Dockerfile'],
        folders: ['service/.git'],
        file: 'docker/Dockerfile',
        message: 'there is no Dockerfile at docker/Dockerfile',
        hint: `The checkout is in service (the input path of actions/checkout): set the input context to service, and the input file to service/docker/Dockerfile.${NO_REPOSITORY}`,
      },
    ],
  ])('%s', async (_, at) => {
    expect(await said(at)).toEqual({ message: at.message, hint: at.hint })
  })
})

describe('where a context is missing, it is said what is there', () => {
  const NO_FOLDER = (context: string) => `the build context ${context} is not a folder of the checkout`

  test.each<[what: string, at: Case]>([
    [
      'another case',
      {
        files: ['App/x'],
        folders: GIT,
        context: 'app',
        message: NO_FOLDER('app'),
        hint: 'Did you mean App? Then set the input context to it.',
      },
    ],
    [
      'a typing error',
      {
        files: ['services/x'],
        folders: GIT,
        context: 'servces',
        message: NO_FOLDER('servces'),
        hint: 'Did you mean services? Then set the input context to it.',
      },
    ],
    [
      'the same name elsewhere',
      {
        files: ['services/api/Dockerfile', 'services/web/Dockerfile'],
        folders: GIT,
        context: 'api',
        message: NO_FOLDER('api'),
        hint: 'Set the input context to services/api.',
      },
    ],
    [
      'a checkout in a folder',
      {
        files: ['service/api/Dockerfile'],
        folders: ['service/.git'],
        context: 'api',
        message: NO_FOLDER('api'),
        hint: `The checkout is in service (the input path of actions/checkout): set the input context to service/api.${NO_REPOSITORY}`,
      },
    ],
    [
      'a file',
      {
        files: ['app/Dockerfile'],
        folders: GIT,
        context: 'app/Dockerfile',
        message: 'the build context app/Dockerfile is a file, and no folder of the checkout',
        hint: 'Set the input context to app, and the input file to app/Dockerfile.',
      },
    ],
    [
      'a short name that is near, and of another service',
      {
        files: ['api/x'],
        folders: GIT,
        context: 'app',
        message: NO_FOLDER('app'),
        hint: 'Correct the input context, and run actions/checkout before this step.',
      },
    ],
    [
      'nothing that could be meant',
      {
        files: ['README.md'],
        folders: GIT,
        context: 'services/api',
        message: NO_FOLDER('services/api'),
        hint: 'Correct the input context, and run actions/checkout before this step.',
      },
    ],
  ])('%s', async (_, at) => {
    expect(await said(at)).toEqual({ message: at.message, hint: at.hint })
  })
})

test.each([
  ['Dockerfile', true],
  ['DOCKERFILE', true],
  ['containerfile.dev', true],
  ['Dockerfile-prod', true],
  ['api.Dockerfile', true],
  ['Dockerfile.dockerignore', false],
  ['Dockerfile.rego', false],
  ['.dockerignore', false],
  ['docker-compose.yml', false],
  ['Dockerfiles', false],
])('%s is the name of a Dockerfile: %s', (name, isOne) => {
  expect(isDockerfileName(name)).toBe(isOne)
})
