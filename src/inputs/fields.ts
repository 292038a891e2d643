/** Why a value cannot be used, and one that can. */
export interface Mistake {
  readonly mistake: string
  /** What is to be done about it, where that leads to the example. */
  readonly correction?: string | undefined
  readonly example: string
  /** The value holds a secret, so it must not be repeated. */
  readonly confidential?: true
}

export type Parsed<T> = { readonly value: T } | Mistake
export type Parser<T> = (text: string) => Parsed<T>

export const value = <T>(parsed: T): Parsed<T> => ({ value: parsed })

/** Control characters never belong in a one-line value: they could reach a log, a header or a commit. */
export const text: Parser<string> = (given) =>
  /\p{Cc}/u.test(given)
    ? { mistake: 'has a line break or control character', example: 'one line of plain text' }
    : value(given)

export const secret: Parser<string> = value

/** YAML 1.2 core booleans, as @actions/core accepts them. */
export const flag: Parser<boolean> = (given) => {
  if (/^(?:true|True|TRUE)$/.test(given)) return value(true)
  if (/^(?:false|False|FALSE)$/.test(given)) return value(false)
  return { mistake: 'is not a boolean', example: 'true' }
}

export function oneOf<const T extends string>(...allowed: readonly [T, ...T[]]): Parser<T> {
  return (given) => {
    const found = allowed.find((candidate) => candidate === given)
    return found === undefined
      ? { mistake: `is not one of ${allowed.join(', ')}`, example: allowed[0] }
      : value(found)
  }
}

export function integer(lowest: number, highest: number): Parser<number> {
  return (given) => {
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
    return number >= lowest && number <= highest
      ? value(number)
      : { mistake: `is not a whole number from ${lowest} to ${highest}`, example: String(lowest) }
  }
}

/** `Name <address>`, as git writes authors. */
export const author: Parser<{ name: string; email: string }> = (given) => {
  const [, name, email] = /^([^<>\p{Cc}]*[^<>\s\p{Cc}]) <([^<>\s\p{Cc}]+)>$/u.exec(given) ?? []
  return name && email
    ? value({ name, email })
    : { mistake: 'is not of the form Name <address>', example: 'deploy-bot <deploy-bot@example.com>' }
}

/** A folder, file or name given to the engine as an argument: never an option, never standard input. */
export const argument: Parser<string> = (given) =>
  given.startsWith('-')
    ? { mistake: 'begins with "-", which the engine would read as an option', example: `./${given}` }
    : text(given)

/** `os/arch[/variant]` (OCI image-spec, platform). */
export const platform: Parser<string> = (given) =>
  /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(given)
    ? value(given)
    : { mistake: 'is not a platform', example: 'linux/amd64' }

export const buildArg: Parser<string> = (given) =>
  /^[A-Za-z_]\w*=\P{Cc}*$/u.test(given)
    ? value(given)
    : { mistake: 'is not of the form NAME=value', example: 'NODE_VERSION=24' }

export const label: Parser<string> = (given) =>
  /^[A-Za-z0-9][\w./-]*=\P{Cc}*$/u.test(given)
    ? value(given)
    : { mistake: 'is not of the form name=value', example: 'com.example.team=payments' }

/** A pattern that takes refs away would need an order among patterns, and would let in every ref it does not name. */
export const refPattern: Parser<string> = (given) => {
  if (given.startsWith('!')) {
    return { mistake: 'begins with "!"; patterns only add refs', example: 'release/*' }
  }
  // git check-ref-format: a pattern with white space would match nothing, and no run would deploy.
  return /\s/.test(given)
    ? { mistake: 'has white space, which no ref has', example: 'release/*' }
    : text(given)
}

/** git check-ref-format; a name that begins with `-` could also be read as an option. */
export const branchName: Parser<string> = (given) => {
  const name = given.replace(/^refs\/heads\//, '')
  const forbidden = /[\s~^:?*[\\\p{Cc}]|\.\.|@\{|^@$|^-|\.$/u
  const badComponent = name
    .split('/')
    .some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock'))
  return forbidden.test(name) || badComponent
    ? { mistake: 'is not a branch name', example: 'main' }
    : value(name)
}

/** `owner/name` of a repository on the server of the run. */
export const repositorySlug: Parser<string> = (given) =>
  /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(given)
    ? value(given)
    : { mistake: 'is not owner/name', example: 'acme/identity-service' }

/** A pattern over paths of the service repository, from its root; with `!` in front it takes paths away. */
export const pathPattern: Parser<string> = (given) => {
  // A backslash is left alone: folder names such as `[slug]` need one in a pattern.
  const glob = given.replace(/^!(?!\()/, '')
  const isInside = glob !== '' && !glob.startsWith('/') && !glob.split('/').includes('..')
  return isInside
    ? text(given)
    : { mistake: 'is not a path from the root of the repository', example: 'services/api/**' }
}

/** GitHub docs, "Deployment environments": at most 255 characters, and a name whose case makes no difference. */
export const environmentName: Parser<string> = (given) =>
  given.length > 255
    ? { mistake: 'has more than 255 characters, as no environment of GitHub has', example: 'production' }
    : text(given)
