import type { Problem } from '../../../../errors/errors.ts'
import type { BuildInputs } from '../../../../inputs/build-inputs.ts'

/** Whether the provenance has the build arguments in it: BuildKit leaves them out only with `mode=min` (its docs/attestations). */
export function tellsArgs({ provenance }: Pick<BuildInputs, 'provenance'>): boolean {
  if (provenance === undefined) return false
  const modes = [...provenance.matchAll(/(?:^|,)mode=([^,]*)/g)]
  return modes.at(-1)?.[1] !== 'min'
}

/** Of a build argument, the address of a proxy with a login. Predefined arguments are in no image, so a login is at home there, until provenance tells it (Docker docs, "ARG"). */
export const PROXY_LOGIN = /^(\w*_proxy)=.*@/is

/** Logins of proxies that would be published. */
export function publishedLogins(build: BuildInputs): readonly Problem[] {
  if (!tellsArgs(build)) return []
  const names = build.buildArgs.flatMap((argument) => PROXY_LOGIN.exec(argument)?.[1] ?? [])
  return names.map((name) => ({
    code: 'INPUT_INVALID',
    inputs: ['build-args', 'provenance'],
    message: `build-args gives ${name} a login, and provenance publishes build-args to whoever may pull the image`,
    hint: 'Set provenance: mode=min, which leaves build-args out, or take the login out of the address of the proxy.',
  }))
}
