import { planEndpoints } from '../../../../aws/trusted-endpoints.ts'
import type { Problem } from '../../../../errors/errors.ts'
import { type Judged, judgedTogether } from '../../../../errors/judged.ts'
import type { LoginRegistry } from '../../../../inputs/aws-fields.ts'
import type { EcrHost } from '../../../../names/host.ts'
import type { RegistryAccess } from '../../../../plan/access.ts'
import type { Allowance } from '../../../../plan/build.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'
import { type AccessOptions, comparePartitions, repositoryArn } from './access.ts'

interface LoginOptions extends AccessOptions {
  readonly push: boolean
  readonly may: Allowance
}

/** Base images: the registry's own role when one is given, else the step's, which then reads there and writes nothing. */
export function planLogins(inputs: Inputs, options: LoginOptions): Judged<readonly RegistryAccess[]> {
  const asked = askedRegistries(inputs, options)
  const { value, problems } = judgedTogether(asked.map((one) => planLogin(one, inputs, options)))
  // One host may be listed with several prefixes: one login serves them all.
  const once = new Map(value.flat().map((access) => [`${access.registry.host} ${access.role?.arn}`, access]))
  return { value: [...once.values()], problems }
}

/** A build that does not push may lack every credential, and needs one only where a base image is private. */
function askedRegistries(
  { awsCredentials, build, loginRegistries: all, roleToAssume }: Inputs,
  { source, push, may }: LoginOptions,
): readonly LoginRegistry[] {
  const ambient = awsCredentials === 'ambient'
  if (build === 'never' || !may.stepLogins || (!push && isUntrusted(source, ambient))) return []
  // An empty secret is no mistake where nothing is pushed.
  return push || ambient ? all : all.filter(({ role }) => role ?? roleToAssume)
}

const isUntrusted = ({ fromDependabot, idTokenAvailable }: Source, ambient: boolean): boolean =>
  fromDependabot || (!ambient && !idTokenAvailable)

function planLogin(
  { host, prefix, role: own }: LoginRegistry,
  inputs: Inputs,
  { source, sessions }: AccessOptions,
): Judged<readonly RegistryAccess[]> {
  const role = own ?? inputs.roleToAssume
  if (!role && inputs.awsCredentials === 'oidc') return { value: [], problems: [noLoginRole(host)] }
  const compared = role ? comparePartitions(['login-registries', 'role-to-assume'], role, host) : []
  const { value: endpoints, problems } = planEndpoints(host, { inputs, source })
  const session = sessions.of(role, { onDemand: importsOf(host, prefix) })
  const access = { registry: host, role, session, endpoints }
  return { value: [access], problems: [...compared, ...problems] }
}

/** What a pull through cache rule makes repositories of: a rule for `ROOT` has no prefix (CreatePullThroughCacheRule). */
function importsOf(host: EcrHost, prefix: string | undefined): readonly string[] {
  if (prefix === undefined) return []
  return [repositoryArn(host, prefix === 'ROOT' ? '*' : `${prefix}/*`)]
}

const noLoginRole = ({ host }: EcrHost): Problem => ({
  code: 'INPUT_REQUIRED',
  inputs: ['login-registries', 'role-to-assume'],
  message: `login-registries names ${host}, but there is no role to log in with`,
  hint: 'Set role-to-assume, or give the registry a role of its own: host=role ARN.',
})
