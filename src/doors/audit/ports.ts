import type { RepositoryFiles } from '../../effective/file.ts'
import type { FixedFile } from '../../effective/fix/draft.ts'
import type { HelmAnswer } from '../../effective/helm/rendered.ts'
import type { HelmUse } from '../../effective/helm/use.ts'
import type { EffectiveImage } from '../../effective/image.ts'
import type { InputSource } from '../../inputs/reader.ts'
import type { RoleArn } from '../../names/host.ts'
import type { Finding } from '../../report/finding.ts'
import type { Log } from '../../runner/log.ts'
import type { AuditPlan, ReportFile } from './plan/make-plan.ts'
import type { RegistryFacts } from './plan/registry-facts.ts'

/** What is audited. */
export interface Place {
  /** Absolute: the folder of the repository, or the one that was named where it is in none. */
  readonly root: string
  /** What was named, as a path in the repository; empty for all of it. */
  readonly scope: string
  /** A path of the repository, for whoever reads it from the folder that the run began in. */
  readonly shown: (path: string) => string
}

/** The edges that an audit works through. */
export interface Ports {
  readonly inputs: InputSource
  readonly env: NodeJS.ProcessEnv
  /** Of this program. */
  readonly version: string
  /** @throws StepError where the path is no folder. */
  readonly locate: (path: string) => Place
  readonly readFiles: (place: Place) => RepositoryFiles
  /** The files before the change, where findings are to be those that it causes. */
  readonly readBase: (place: Place, plan: AuditPlan) => Promise<Base | undefined>
  /** A text that was named; undefined where there is none. */
  readonly readText: (file: ReportFile, place: Place) => string | undefined
  readonly writeText: (file: ReportFile, text: string, place: Place) => void
  /** What helm says of charts; undefined where there is none. */
  readonly renderCharts: RenderCharts | undefined
  /** What ECR says of images, asked with these roles. */
  readonly lookUp: (images: readonly EffectiveImage[], roles: readonly RoleArn[]) => Promise<RegistryFacts>
  readonly deliver: Deliver
  readonly log: Log
  /** Says what is being done, to whoever watches. */
  readonly progress: (what: string) => void
}

/** Renders charts with the values that they get. */
export type RenderCharts = (uses: readonly HelmUse[], place: Place) => Promise<HelmAnswers>

export interface HelmAnswers {
  readonly answers: ReadonlyMap<HelmUse, HelmAnswer>
  /** Those for which there was no room, or no time. */
  readonly leftOut: readonly HelmUse[]
}

/** The files of a commit, or why nobody can tell which one it is. */
export type Base =
  | { readonly files: RepositoryFiles; readonly commit: string; readonly changed: ReadonlySet<string> }
  | { readonly unknown: string }

/** Brings fixed texts to whoever wants them. */
export type Deliver = (fixed: readonly FixedFile[], details: DeliverDetails) => Promise<Delivered>

export interface DeliverDetails {
  readonly place: Place
  readonly plan: AuditPlan
  readonly githubToken: string | undefined
  /** Those that the texts are the fixes of. */
  readonly findings: readonly Finding[]
}

/** Where the fixes are, where they are not in the files. */
export interface Delivered {
  readonly patch?: string
  readonly pullRequest?: string
  /** How many comments are on the pull request, and how many fixes have no line there. */
  readonly suggestions?: { readonly made: number; readonly elsewhere: number }
}
