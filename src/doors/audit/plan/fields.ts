import { ecrHost } from '../../../inputs/aws-fields.ts'
import { type Mistake, type Parser, value } from '../../../inputs/fields.ts'
import { isAccountId, isRegion } from '../../../names/host.ts'
import { nearest } from '../../../names/nearest.ts'
import { isOfGit } from '../../../names/path.ts'
import { SEVERITIES, type Severity } from '../../../report/finding.ts'
import type { AllowedRegistry } from './settings.ts'

const REGISTRY_EXAMPLE = '465002806239/ap-southeast-2'

/** `ACCOUNT/REGION`, or the host of the registry. */
export const allowedRegistry: Parser<AllowedRegistry> = (given) => {
  const [account = '', region = '', ...more] = given.split('/')
  if (more.length === 0 && isAccountId(account) && isRegion(region)) return value({ account, region })
  if (/\.(?:dkr|public)\b|^dkr\b/.test(given)) {
    const host = ecrHost(given.replace(/\/$/, ''))
    return 'value' in host ? value({ account: host.value.account, region: host.value.region }) : host
  }
  return { mistake: mistakeIn(account, region), example: REGISTRY_EXAMPLE }
}

function mistakeIn(account: string, region: string): string {
  if (!isAccountId(account)) return 'does not begin with an account of 12 digits'
  return region === '' ? 'has no region behind the account' : `has "${region}" where the AWS region belongs`
}

/** What a setting makes of one rule. */
export interface RuleSetting {
  readonly rule: string
  readonly severity: Severity | 'off'
}

/** `RULE: severity`, or with an equals sign: as it is written in YAML, and on a command line. */
export function ruleSetting(known: readonly string[]): Parser<RuleSetting> {
  return (given) => {
    const [, rule = '', level = ''] = /^([^:=\s]*)\s*[:=]\s*(\S*)$/.exec(given) ?? []
    const severity = [...SEVERITIES, 'off' as const].find((one) => one === level)
    const example = `${known.includes(rule) ? rule : (known[0] ?? 'RULE')}: off`
    if (rule === '') return { mistake: 'is not a rule with a severity', example }
    if (!known.includes(rule)) return unknownRule(rule, known)
    return severity
      ? value({ rule, severity })
      : { mistake: `has "${level}" where error, warning, notice or off belongs`, example }
  }
}

export function unknownRule(rule: string, known: readonly string[]): Mistake {
  const close = nearest(rule, known)
  return {
    mistake: `names no rule: there is none called ${rule.slice(0, 120)}`,
    ...(close === undefined ? {} : { correction: 'Did you mean' }),
    example: close === undefined ? 'image-mutable-tag: off' : `${close}?`,
  }
}

export interface ExpectedImages {
  readonly registry: string
  readonly count: number
}

/** `HOST[/path]: number` */
export const expectedImages: Parser<ExpectedImages> = (given) => {
  const [, registry = '', count = ''] = /^(\S+?)\s*[:=]\s*(\d{1,6})$/.exec(given) ?? []
  return registry === ''
    ? {
        mistake: 'is not a registry with a number of images',
        example: '709825985650.dkr.ecr.us-east-1.amazonaws.com: 9',
      }
    : value({ registry, count: Number(count) })
}

/** A file that a report is written to, or a baseline is read from. */
export const file: Parser<string> = (given) => {
  if (/\p{Cc}/u.test(given)) return { mistake: 'has a control character', example: 'audit.sarif' }
  return given.endsWith('/') ? { mistake: 'is a folder', example: `${given}audit.sarif` } : value(given)
}

/** The same where the repository itself says it, which may be that of a stranger. */
export const fileInside: Parser<string> = (given) => {
  const isOutside = /^[/\\~]|^[A-Za-z]:/.test(given) || given.split(/[/\\]/).includes('..')
  if (isOutside) return { mistake: 'leads out of the repository', example: 'reports/audit.sarif' }
  return isOfGit(given.replaceAll('\\', '/'))
    ? { mistake: 'is a file of git', example: 'reports/audit.sarif' }
    : file(given)
}

/** A glob over paths of the repository: a folder stands for all that is in it. For `ignore` a rule may stand before it. */
export const glob: Parser<string> = (given) => {
  const path = given.replace(/^[a-z][a-z0-9-]*:\s+/, '')
  const isInside = path !== '' && !path.split('/').includes('..')
  return isInside && !/\p{Cc}/u.test(path)
    ? value(given)
    : { mistake: 'is not a path from the root of the repository', example: 'vendor/**' }
}

/** A glob over tags, which have no slashes. */
export const tagGlob: Parser<string> = (given) =>
  /^[\w.*?{},-]{1,128}$/.test(given)
    ? value(given)
    : { mistake: 'is not a tag, nor a glob over tags', example: 'preview-*' }

/** Keys from the top of an object, or the last of them. */
export const fieldPath: Parser<string> = (given) =>
  /^[\w-]+(?:\[\])?(?:\.[\w-]+(?:\[\])?){0,50}$/.test(given)
    ? value(given)
    : { mistake: 'is not the path of a field', example: 'spec.runner.image' }
