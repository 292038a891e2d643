import { fail } from '../../errors/errors.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { BuildPlan } from '../../plan/build.ts'
import type { ImagePlan } from '../../plan/image.ts'
import type { Log } from '../../runner/log.ts'
import { checkSecretFiles } from '../engine/secrets.ts'
import type { OpenEngine } from '../open-engine.ts'
import { type Dockerfile, readDockerfile } from './dockerfile.ts'
import { guardCaches } from './guard-caches.ts'
import { heredocsIn } from './instructions.ts'

type Opened = Pick<OpenEngine, 'engine' | 'secrets'>

/**
 * What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
 * @throws StepError with everything that is missing.
 */
export async function checkFiles(images: readonly ImagePlan[], opened: Opened, log: Log): Promise<void> {
  const plans = images.flatMap(({ build }) => build ?? [])
  const warnings = await allOrProblems(plans.map((plan) => checkFilesOf(plan, opened)))
  for (const warning of new Set(warnings)) if (warning !== undefined) log.warning(warning)
}

async function checkFilesOf(plan: BuildPlan, opened: Opened): Promise<string | undefined> {
  const [dockerfile] = await allOrProblems([
    readDockerfile(plan, opened.engine),
    checkSecretFiles(plan.secretFiles, opened),
  ])
  if (opened.engine.name === 'docker') refuseHeredocs(dockerfile)
  return guardCaches(plan, dockerfile).warning
}

/** The classic builder runs such a RUN without its lines, and ends well. */
function refuseHeredocs({ path, text }: Dockerfile): void {
  const [first] = heredocsIn(text)
  if (!first) return
  fail({
    code: 'ENGINE_UNSUITABLE',
    inputs: ['engine'],
    message: `line ${first.first} of ${path} has a here-document (<<), and the classic builder of docker knows none: it would leave out what stands in it`,
    hint: 'Set engine: buildx (docker/setup-buildx-action installs it), or do without << there: join commands by &&, and copy a file of the checkout.',
    checkoutPlace: { file: path, line: first.first },
  })
}
