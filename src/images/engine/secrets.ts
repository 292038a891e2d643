import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failOnAny, type Problem } from '../../errors/errors.ts'
import type { SecretFile } from '../../inputs/build-secrets.ts'
import { csvField } from '../../names/text.ts'
import type { BuildPlan } from '../../plan/build.ts'
import { readRegular, type Unread } from '../../runner/regular-file.ts'
import type { BuildRequest } from './engine.ts'

/** Secrets as the engine takes them: arguments name files and variables, and never hold a value. */
interface PreparedSecrets {
  readonly args: readonly string[]
  /** Variables of the engine alone: other children of this process do not get them. */
  readonly env: NodeJS.ProcessEnv
}

type SecretPorts = Pick<BuildRequest, 'scratch' | 'environment' | 'secrets'>

/** A larger file is no list of credentials, and every masked line costs the runner time. */
const MASKED_BYTES = 64 * 1024

/** BuildKit takes 500 KiB at most (session/secrets), and buildah has no limit. */
const LARGEST_BYTES = 1024 * 1024

const FAULTS: Readonly<Record<Unread, string>> = {
  missing: 'cannot be read',
  irregular: 'is no regular file',
  'too large': 'is larger than 1 MiB',
}

/**
 * Masks every secret and puts it where the engine finds it.
 * @throws StepError with every file that is missing or empty.
 */
export async function prepareSecrets(
  { secrets, secretEnvs, secretFiles }: BuildPlan,
  ports: SecretPorts,
): Promise<PreparedSecrets> {
  await checkSecretFiles(secretFiles, ports)
  const written = await Promise.all(
    secrets.map(async ({ id, value }, index) => {
      ports.secrets.mask(value)
      const path = join(ports.scratch, `secret-${index}`)
      await writeFile(path, value, { mode: 0o600 })
      return { id, path }
    }),
  )
  const { variables } = ports.environment
  const env = Object.fromEntries(secretEnvs.map(({ variable }) => [variable, variables[variable]]))
  for (const secret of Object.values(env)) ports.secrets.mask(secret ?? '')
  return {
    args: [
      ...[...written, ...secretFiles].map(({ id, path }) => `id=${id},${csvField(`src=${path}`)}`),
      ...secretEnvs.map(({ id, variable }) => `id=${id},env=${variable}`),
    ],
    env,
  }
}

/** @throws StepError with every file that is missing or empty. */
export async function checkSecretFiles(
  files: readonly SecretFile[],
  { secrets }: Pick<SecretPorts, 'secrets'>,
): Promise<void> {
  failOnAny((await Promise.all(files.map((file) => checkFile(file, secrets)))).flat())
}

async function checkFile(
  { id, path }: SecretFile,
  secrets: SecretPorts['secrets'],
): Promise<readonly Problem[]> {
  const content = readRegular(path, LARGEST_BYTES)
  if (typeof content !== 'string' && content.length > 0) {
    if (content.length <= MASKED_BYTES) secrets.mask(content.toString('utf8'))
    return []
  }
  const fault = typeof content === 'string' ? FAULTS[content] : 'is empty'
  return [
    {
      code: 'INPUT_INVALID',
      inputs: ['secret-files'],
      message: `secret-files takes ${id} from ${path}, which ${fault}`,
      hint: 'Write the file before this step, or correct its path in the input secret-files (it is relative to the workspace).',
    },
  ]
}
