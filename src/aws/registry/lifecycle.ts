import { isRecord, jsonObject, oneLine } from '../../names/text.ts'

/** What the rules of a lifecycle policy of ECR remove that has a tag, in words; what is no rule is left out. */
export function expirationsIn(policy: string): readonly string[] {
  const { rules } = jsonObject(policy)
  return (Array.isArray(rules) ? (rules as readonly unknown[]) : []).flatMap((rule) =>
    isRecord(rule) && isRecord(rule.selection) ? (expiration(rule.rulePriority, rule.selection) ?? []) : [],
  )
}

type Selection = Readonly<Record<string, unknown>>

/** ECR user guide, "Lifecycle policy properties". */
function expiration(priority: unknown, selection: Selection): string | undefined {
  const { tagStatus, countType, countNumber, countUnit } = selection
  if (tagStatus === 'untagged' || typeof countNumber !== 'number') return undefined
  const which = tagStatus === 'any' ? 'images' : `images tagged ${tagsOf(selection)}`
  const unit = typeof countUnit === 'string' ? countUnit : 'days'
  const what =
    countType === 'imageCountMoreThan'
      ? `all but the newest ${countNumber} ${which}`
      : `${which} after ${countNumber} ${unit}`
  return oneLine(`rule ${String(priority)} removes ${what}`)
}

function tagsOf({ tagPrefixList, tagPatternList }: Selection): string {
  const texts = (list: unknown) =>
    (Array.isArray(list) ? (list as readonly unknown[]) : []).filter((text) => typeof text === 'string')
  const patterns = [...texts(tagPatternList), ...texts(tagPrefixList).map((prefix) => `${prefix}*`)]
  return patterns.slice(0, 5).join(' or ') || 'in some way'
}
