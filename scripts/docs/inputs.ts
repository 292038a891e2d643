import type { Entries } from '../docs.ts'
import { INPUT_DETAILS, INPUT_GROUPS } from './input-details.ts'

const INTRODUCTION = `# Inputs

<!-- Made by \`npm run docs\` from action.yml and scripts/docs/input-details.ts. -->

All are texts, and an empty one is an unset one. [Lists](builds.md#lists) have one item a line.`

/** docs/inputs.md: every input of action.yml in its order, with all that is to be said of it. */
export function renderInputs(inputs: Entries): string {
  const sections = Object.entries(inputs).flatMap(([name, entry]) => {
    const group = INPUT_GROUPS[name]
    const preset = entry?.default === undefined ? '' : `Default: \`${entry.default}\`.`
    const text = [entry?.description?.trim(), INPUT_DETAILS[name], preset].filter(Boolean).join(' ')
    return [...(group ? [`## ${group}`] : []), `### ${name}`, text]
  })
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`
}
