import type { ErrorCode, Problem } from '../../errors/errors.ts'
import type { ImagePlan } from '../../plan/image.ts'
import type { Dockerfile } from '../dockerfile/dockerfile.ts'
import { frontendsOf } from '../dockerfile/frontend.ts'
import { heredocsIn } from '../dockerfile/instructions.ts'
import type { Engine } from '../engine/engine.ts'
import { ofHeredoc } from './dockerfile-hints.ts'
import { HINTS } from './hints.ts'
import { type FailureKind, worthAnother } from './kind.ts'
import type { BuildFailure } from './read.ts'
import type { Subject } from './subject.ts'

/** A failure of the engine that is given up on. */
interface EngineFailure extends BuildFailure {
  readonly kind: FailureKind
  readonly stage: 'build' | 'push'
  readonly attempts: number
}

/** What was to be made. */
export interface AttemptedBuild {
  readonly image: ImagePlan
  /** Where to push to, as a reader knows it; undefined: nowhere. */
  readonly target: string | undefined
  readonly dockerfile: Dockerfile
  readonly engine: Pick<Engine, 'name' | 'version'>
}

const CODES: Partial<Record<FailureKind, ErrorCode>> = {
  'builder-unreachable': 'BUILDER_UNREACHABLE',
  'builder-untrusted': 'BUILDER_UNREACHABLE',
  'feature-missing': 'ENGINE_UNSUITABLE',
  'entitlement-missing': 'ENGINE_UNSUITABLE',
  'flag-unknown': 'ENGINE_UNSUITABLE',
  'heredoc-unknown': 'ENGINE_UNSUITABLE',
  'emulation-missing': 'ENGINE_UNSUITABLE',
  'quota-used': 'REGISTRY_UNAVAILABLE',
  busy: 'REGISTRY_UNAVAILABLE',
  unavailable: 'REGISTRY_UNAVAILABLE',
  'repository-missing': 'REPOSITORY_MISSING',
}

export function explainFailure(given: EngineFailure, attempted: AttemptedBuild): Problem {
  const failure = ofHeredoc(given, heredocsIn(attempted.dockerfile.text), attempted.engine.name)
  const code = CODES[failure.kind]
  if (code === 'BUILDER_UNREACHABLE') return builderProblem(failure, attempted)
  // BuildKit writes the image down in the step that pushes it; no registry has killed an engine.
  if (failure.stage === 'push' && failure.kind !== 'disk-full' && failure.kind !== 'killed')
    return pushProblem(failure, attempted)
  const { image, dockerfile } = attempted
  const { path: file } = dockerfile
  const line = failure.line === undefined ? {} : { line: failure.line }
  const at = line.line === undefined ? '' : ` at ${file}:${line.line}`
  const place = line.line === undefined ? file : `line ${line.line} of ${file}`
  return {
    code: code ?? 'BUILD_FAILED',
    message: `the build of ${image.name} failed${at}${afterAttempts(failure)}: ${failure.reason}${logOf(failure)}`,
    hint: `${hintOf(failure, { ...subjectOf(attempted), place, repository: undefined })}${withheldFrom(image)} Nothing of ${image.name} was pushed, and nothing was committed.`,
    checkoutPlace: { file, ...line },
  }
}

function builderProblem(failure: EngineFailure, attempted: AttemptedBuild): Problem {
  const { image } = attempted
  return {
    code: 'BUILDER_UNREACHABLE',
    message: `the builder could not be reached to build ${image.name}${afterAttempts(failure)}: ${failure.reason}`,
    hint: hintOf(failure, { ...subjectOf(attempted), place: 'the builder' }),
  }
}

function pushProblem(failure: EngineFailure, attempted: AttemptedBuild): Problem {
  const { target } = attempted
  const subject = subjectOf(attempted)
  const code = CODES[failure.kind] ?? 'PUSH_FAILED'
  if (code === 'REGISTRY_UNAVAILABLE' && worthAnother(failure.kind) === 'attempts') {
    return {
      code,
      message: `the registry kept failing with a temporary error, ${failure.attempts} attempts to push ${target}: ${failure.reason}`,
      hint: hintOf(failure, subject),
    }
  }
  return {
    code,
    message: `the registry did not take ${target}${afterAttempts(failure)}: ${failure.reason}`,
    // An unknown refusal of a push is most often a missing permission.
    hint: hintOf(failure.kind === 'other' ? { ...failure, kind: 'push-denied' } : failure, subject),
  }
}

function subjectOf({ image, dockerfile, engine }: AttemptedBuild): Omit<Subject, 'reason'> {
  const [named] = frontendsOf(image.build?.buildArgs ?? [], dockerfile)
  return {
    place: dockerfile.path,
    repository: image.repository,
    bases: image.build?.bases ?? [],
    dockerfile: { path: dockerfile.path, engine, frontend: named?.image || undefined },
  }
}

function hintOf({ kind, reason }: EngineFailure, subject: Omit<Subject, 'reason'>): string {
  const hint = HINTS[kind]
  return typeof hint === 'string' ? hint : hint({ ...subject, reason })
}

/** What the build may have failed for want of. */
function withheldFrom({ build }: ImagePlan): string {
  if (build?.withheld === undefined) return ''
  const names = [...build.withheld, 'the registry logins of this runner', 'login-registries']
  return ` The files of this run may be anybody's, so it was built without ${names.join(', ')}.`
}

const afterAttempts = ({ attempts }: EngineFailure): string =>
  attempts > 1 ? ` in ${attempts} attempts` : ''

function logOf({ stepLog }: EngineFailure): string {
  if (stepLog.length === 0) return ''
  return `\nThe step printed:\n${stepLog.map((line) => `  ${line}`).join('\n')}`
}
