import { ERROR_CODES, type ErrorCode } from '../../src/errors/errors.ts'
import { APP_HELP } from './app-help.ts'
import { BUILD_HELP } from './build-help.ts'
import { CONFIG_HELP, ORDER_HELP, OTHER_HELP } from './config-help.ts'
import type { Help, HelpCase } from './help.ts'
import { IDENTITY_HELP } from './identity-help.ts'
import { IMAGE_HELP } from './image-help.ts'
import { INPUTS_HELP } from './inputs-help.ts'
import { OVERLAY_HELP } from './overlay-help.ts'
import { PULL_REQUEST_HELP } from './pull-request-help.ts'
import { REGISTRY_HELP } from './registry-help.ts'
import { WITHOUT_CODE } from './without-code.ts'

/** A code without help does not compile, nor does help for a code that is no more. */
export const HELP: Readonly<Record<ErrorCode, Help>> = {
  ...INPUTS_HELP,
  ...IDENTITY_HELP,
  ...REGISTRY_HELP,
  ...IMAGE_HELP,
  ...BUILD_HELP,
  ...OVERLAY_HELP,
  ...ORDER_HELP,
  ...PULL_REQUEST_HELP,
  ...CONFIG_HELP,
  ...APP_HELP,
  ...OTHER_HELP,
}

const GROUPS: readonly (readonly [heading: string, help: Partial<Record<ErrorCode, Help>>])[] = [
  ['Inputs', INPUTS_HELP],
  ['Credentials', IDENTITY_HELP],
  ['Registry', REGISTRY_HELP],
  ['Images that are there already', IMAGE_HELP],
  ['Build and push', BUILD_HELP],
  ['Overlays', OVERLAY_HELP],
  ['Order', ORDER_HELP],
  ['Pull request', PULL_REQUEST_HELP],
  ['Config repository', CONFIG_HELP],
  ['GitHub App', APP_HELP],
  ['The run', OTHER_HELP],
]

const INTRODUCTION = `# Troubleshooting

<!-- Made by \`npm run docs\` from src/errors/errors.ts and scripts/docs/. -->

An error of this step begins with its code, says what happened, and then what to change. Each code has a section here, to which the error links; the texts that AWS, docker, git and other actions use for the same are listed in it, so that a search finds them.`

/** docs/troubleshooting.md, in the order of the table of codes. */
export function renderTroubleshooting(): string {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[]
  const groups = GROUPS.map(([heading, help]) => {
    const sections = codes.filter((code) => code in help).map(section)
    return [`## ${heading}`, ...sections].join('\n\n')
  })
  const rest = `## Without an error code\n\n${bullets(WITHOUT_CODE)}`
  return `${[INTRODUCTION, ...groups, rest].join('\n\n')}\n`
}

function section(code: ErrorCode): string {
  const { knownAs = [], cases } = HELP[code]
  const also = knownAs.map((words) => `\`${words}\``).join(', ')
  const parts = [`### ${code}`, ERROR_CODES[code], also && `Also reported as ${also}.`]
  return [...parts.filter(Boolean), bullets(cases)].join('\n\n')
}

const bullets = (cases: readonly HelpCase[]): string => cases.map(bullet).join('\n').trimEnd()

function bullet({ when, change, example }: HelpCase): string {
  const text = `- ${when} **What to change:** ${change}`
  if (!example) return text
  const block = [`\`\`\`${example.language}`, ...example.text.split('\n'), '```']
  return `${text}\n\n${block.map((line) => `  ${line}`).join('\n')}\n`
}
