import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ActionFile, inputVariables, readActionFile } from './action-file.ts'
import { type CommandFiles, createCommandFiles, parseCommandFile } from './command-files.ts'
import { type RunnerContext, runnerEnvironment } from './runner-environment.ts'
import { runStepProcess, type Signal, type StepExit, type StepProcess } from './step-process.ts'
import { type Annotation, annotationsIn, masksIn } from './workflow-commands.ts'

export interface StepOptions extends RunnerContext {
  /** Folder of action.yml. */
  action: string
  inputs?: Record<string, string>
  /** On top of the runner's own environment; `undefined` removes a variable. */
  env?: Record<string, string | undefined>
  /** Value of `${{ github.token }}`. */
  token?: string
  signal?: Signal
  timeoutMs?: number
  reader?: StepProcess['reader']
  /** What the process is started by, such as a meter. */
  under?: readonly string[]
  /** Run another file than `runs.main`, such as a TypeScript source. */
  main?: string
}

export interface StepResult extends StepExit {
  outputs: Record<string, string>
  summary: string
  annotations: Annotation[]
  masks: string[]
  state: Record<string, string>
  /** Raw text of GITHUB_ENV and GITHUB_PATH. */
  envFile: string
  pathFile: string
}

export interface MainResult extends StepResult {
  /** Runs the post entry with this step's state, as the runner does at the end of the job. */
  post(options?: Pick<StepOptions, 'env' | 'signal' | 'under'>): Promise<StepResult>
}

export async function runStep(options: StepOptions): Promise<MainResult> {
  const action = await readActionFile(options.action)
  const result = await execute(action, options, { script: options.main ?? action.runs.main, state: {} })
  return {
    ...result,
    post: async (changes = {}) => {
      const { post } = action.runs
      if (!post) throw new Error('action.yml has no runs.post')
      const env = { ...options.env, ...changes.env }
      const { signal: _main, under: _metered, ...rest } = options
      return execute(action, { ...rest, ...changes, env }, { script: post, state: result.state })
    },
  }
}

interface Entry {
  script: string
  state: Record<string, string>
}

async function execute(
  action: ActionFile,
  options: StepOptions,
  { script, state }: Entry,
): Promise<StepResult> {
  const files = await createCommandFiles(join(options.temp, '_runner_file_commands', randomUUID()))
  const exit = await runStepProcess({
    script: join(action.directory, script),
    cwd: options.workspace,
    env: await stepEnvironment(action, options, { files, state }),
    signal: options.signal,
    under: options.under,
    timeoutMs: options.timeoutMs ?? 60_000,
    reader: options.reader,
  })
  return {
    ...exit,
    annotations: annotationsIn(exit.stdout),
    masks: masksIn(exit.stdout),
    outputs: parseCommandFile(await files.read('OUTPUT')),
    state: parseCommandFile(await files.read('STATE')),
    summary: await files.read('STEP_SUMMARY'),
    envFile: await files.read('ENV'),
    pathFile: await files.read('PATH'),
  }
}

async function stepEnvironment(
  action: ActionFile,
  options: StepOptions,
  { files, state }: { files: CommandFiles; state: Record<string, string> },
): Promise<Record<string, string>> {
  await mkdir(options.temp, { recursive: true })
  const eventPath = join(options.temp, '_github_workflow', 'event.json')
  await mkdir(join(eventPath, '..'), { recursive: true })
  await writeFile(eventPath, JSON.stringify(options.event?.payload ?? {}))
  const contexts = { 'github.token': options.token ?? '', ...githubContext(options) }
  const merged: Record<string, string | undefined> = {
    ...runnerEnvironment(options),
    GITHUB_EVENT_PATH: eventPath,
    ...files.env,
    ...inputVariables(action, options.inputs ?? {}, contexts),
    ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
    ...options.env,
  }
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

const githubContext = (options: StepOptions): Record<string, string> =>
  Object.fromEntries(
    Object.entries(runnerEnvironment(options))
      .filter(([name]) => name.startsWith('GITHUB_'))
      .map(([name, value]) => [`github.${name.slice('GITHUB_'.length).toLowerCase()}`, value]),
  )
