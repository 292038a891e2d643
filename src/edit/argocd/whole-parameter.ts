import { tagBeside, untagged } from '../helm/tag-beside.ts'
import { refuse } from '../refuse.ts'
import { namedItems } from '../yaml/nodes.ts'
import type { Located } from './locate.ts'

interface WholeParameter {
  readonly name: string
  readonly text: string
  readonly line: number
}

/** What is said of one parameter that has all of an image. @throws StepError where another one has its tag. */
export function judgeWhole(
  { source: { file }, ways }: Pick<Located, 'source' | 'ways'>,
  { name, text, line }: WholeParameter,
): readonly string[] {
  const parent = name.slice(0, name.lastIndexOf('.') + 1)
  const beside = namedItems(ways.at(-1)?.node).flatMap(({ name: other }) =>
    other.startsWith(parent) ? [other.slice(parent.length)] : [],
  )
  const tagKey = tagBeside(text, name.slice(parent.length), beside)
  if (tagKey === undefined) return untagged(text, `${file.path}:${line} has no tag at the parameter ${name}`)
  return refuse(file, line, {
    message: `has the tag of the parameter ${name} beside it, as ${parent}${tagKey}`,
    hint: `Write both as one value, ${name} = ${text}:TAG, where the chart takes that, or when ${parent}${tagKey} is not its tag; else the image as values with repository and tag.`,
  })
}
