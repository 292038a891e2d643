import type { ChildRecorder } from './child-recorder.ts'
import type { Files } from './git-repositories.ts'
import type { StoredRepository } from './image-store.ts'
import type { MainResult, StepOptions } from './runner.ts'
import type { SampleImage } from './sample-image.ts'
import type { Leak, ScanRequest } from './secret-scan.ts'
import type { ConfigFacts } from './world-files.ts'
import type { BareRepository } from './world-repositories.ts'
import type { Services } from './world-services.ts'

export interface WorldOptions {
  account?: string
  region?: string
  ecrRepository?: string
  /** Repositories of the registry; by default the one, immutable. */
  repositories?: (string | StoredRepository)[]
  serviceCommits?: Files[]
  /** Commits in the checkout: 1 when absent, as actions/checkout does; 0 for all. */
  checkoutDepth?: number
  /** Files of the config repository; the default ones are `configFiles(facts)` of world-files.ts. */
  configFiles?: (facts: ConfigFacts) => Files
  /** Folder of action.yml. */
  action?: string
}

export type RunOptions = Partial<Omit<StepOptions, 'inputs'>>

/** What a world is made of; `World` adds what can be done with it. */
export interface Ground extends Services {
  facts: Required<Pick<WorldOptions, 'account' | 'region' | 'ecrRepository'>> & {
    host: string
    role: string
    /** Of the service repository, oldest first. */
    commits: string[]
    head: string
  }
  root: string
  home: string
  workspace: string
  temp: string
  tokens: { github: string; config: string }
  service: BareRepository
  config: BareRepository
  /** Inputs of every run; a run's own win, and an empty one counts as unset. */
  inputs: Record<string, string>
  /** Variables of every run. */
  env: Record<string, string>
}

export interface World extends Ground, AsyncDisposable {
  run(inputs?: Record<string, string>, options?: RunOptions): Promise<MainResult>
  putImage(repository: string, tag: string, image?: Omit<SampleImage, 'tag'>): Promise<string>
  createRepository(name: string, files: Files): Promise<BareRepository>
  /** A new marker, or the value, that counts as a secret from now on. */
  secret(name: string, value?: string): string
  secrets(): string[]
  /** Searches the texts, and HOME, workspace and RUNNER_TEMP unless other directories are given. */
  scanForSecrets(request?: Omit<ScanRequest, 'secrets'>): Promise<Leak[]>
  /** From the next run on, the children of the step are recorded. */
  recordChildren(tools?: string[]): Promise<ChildRecorder>
  close(): Promise<void>
}
