import { shortTag } from '../../../names/tag.ts'
import { type ImagePlan, isPushed } from '../../../plan/image.ts'
import { cellCode, code, table } from '../../../report/markdown.ts'
import { type DeployRecord, inspectionOf, overlayResults, tagOf, verdictOf } from '../record.ts'

export function imageTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.map((image) => {
    const { how, seconds } = record.images.get(image.name) ?? {}
    const registry = isPushed(image) ? image.access.registry : undefined
    return [
      cellCode(image.name),
      cellCode(shortTag(tagOf(record, image))),
      registry ? `${registry.account}<br>${registry.region}` : '-',
      how ?? '-',
      seconds === undefined ? '-' : `${seconds.toFixed(1)} s`,
    ]
  })
  return table(['Image', 'Tag', 'Account', 'How', 'Time'], rows)
}

/** Whole references, which no table has room for: a browser breaks them here. */
export function references(record: DeployRecord, images: readonly ImagePlan[]): string {
  const lines = images.map((image) => {
    const { found } = record.images.get(image.name) ?? {}
    const name = isPushed(image) ? image.repositoryUrl : image.repository
    const digest = found ? `<br>${code(found.digest)}` : ''
    return `- ${code(`${name}:${tagOf(record, image)}`)}${digest}`
  })
  return lines.join('\n')
}

export function overlayTable(record: DeployRecord, images: readonly ImagePlan[]): string {
  const rows = images.flatMap((image) =>
    [...overlayResults(record, image)].map(([overlay, result]) => {
      const { previous: before, rollback } = verdictOf(record, image, overlay) ?? {}
      const previous = before ? cellCode(shortTag(before)) : '-'
      const now = cellCode(shortTag(tagOf(record, image)))
      const how = rollback && result === 'deployed' ? 'rolled back' : result
      const seen = inspectionOf(record, image, overlay) ?? how
      return [cellCode(overlay || '.'), cellCode(image.name), previous, now, seen]
    }),
  )
  return rows.length > 0 ? table(['Overlay', 'Image', 'Before', 'This run', 'Result'], rows) : ''
}
