import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import {
  containerNames,
  emptyContainers,
  emptyFields,
  imageName,
  type UnreachedField,
  unreachedFields,
} from '../manifests/images.ts'
import type { Manifest } from '../manifests/manifests.ts'
import type { EditedEntry, Explanation } from './edited-entry.ts'
import { entriesOf, fieldNames, IMAGE_FIELDS, imageFieldLines, some } from './entries.ts'
import { calledOtherwise } from './otherwise.ts'

/** Why an overlay that renders does not contain the new image. */
export function explainAbsence(wanted: EditedEntry, manifests: readonly Manifest[]): Problem {
  const { file, place } = wanted
  const { message, hint } =
    changedAgain(wanted) ??
    notReached(wanted, manifests) ??
    withoutContainers(wanted, manifests) ??
    calledOtherwise(wanted, manifests)
  return {
    code: 'IMAGE_NOT_RENDERED',
    message: `${file} renders, but no container gets the new image. ${message}`,
    hint,
    configPlace: place,
  }
}

/** Said when the image is rendered, but some fields stay behind. */
export function explainUnreached(wanted: EditedEntry, manifests: readonly Manifest[]): string | undefined {
  const fields = unreachedFields(manifests, wanted.name, wanted.references)
  if (fields.length === 0) return undefined
  const { message, lines, hint } = unreached(wanted, fields)
  return `${wanted.file}: ${message}, so the old image stays there. ${hint}\n${lines}`
}

/** Entries are applied in their order: a later one takes what an earlier one has made. */
function changedAgain({ name, file, text, original, references }: EditedEntry): Explanation | undefined {
  const entries = entriesOf(text)
  const newName = imageName(references[0])
  const own = entries.findIndex((entry) => entry.name === name)
  const later = entries.findIndex((entry, index) => index > own && entry.name === newName)
  if (own < 0 || later < 0) return undefined
  // An edit keeps the entries in their order, and adds new ones behind them.
  const there = entriesOf(original)[later]
  const which = there ? `The entry on line ${there.line}` : 'An entry that create-missing adds'
  return {
    message: `${which} is named ${newName}, which is what the entry "${name}" makes of the image, and changes it again.`,
    hint: there
      ? `Remove the entry on line ${there.line} of ${file}, or move it above the entry "${name}".`
      : `Deploy one of the two images "${name}" and "${newName}" to ${file}.`,
  }
}

function notReached(wanted: EditedEntry, manifests: readonly Manifest[]): Explanation | undefined {
  const fields = unreachedFields(manifests, wanted.name, wanted.references)
  if (fields.length === 0) return undefined
  const { message, lines, hint } = unreached(wanted, fields)
  return { message: `${message}. The lines that change this:\n${lines}`, hint }
}

/** The lines stand apart, so that they can be pasted as they are. */
function unreached({ name, file, text }: EditedEntry, fields: readonly UnreachedField[]) {
  const listed = /^["']?configurations["']?\s*:/m.test(text)
  const beside = [...file.split('/').slice(0, -1), IMAGE_FIELDS].join('/')
  return {
    message: `"${name}" stands in fields that images: does not reach: ${some(fieldNames(fields))}`,
    lines: [
      `# ${file}${listed ? ', under configurations' : ''}`,
      ...(listed ? [] : ['configurations:']),
      `  - ${IMAGE_FIELDS}`,
      `# ${beside}`,
      ...imageFieldLines(fields).map(oneLine),
    ].join('\n'),
    hint: `Let images: reach them: add the given lines to ${file}, and make ${beside} of the others.`,
  }
}

/** Said without the name of the image: it is the same for all that are to come into this kustomization. */
function withoutContainers(wanted: EditedEntry, manifests: readonly Manifest[]): Explanation | undefined {
  if (containerNames(manifests).length + emptyContainers(manifests).length > 0) return undefined
  const none = 'There are no containers at all.'
  const fields = emptyFields(manifests)
  if (fields.length === 0) {
    return {
      message: none,
      hint: `Name the workload in resources of ${wanted.file}, or take this overlay out of the input overlays. If something else reads the image from there, set render-check: off.`,
    }
  }
  const { lines, hint } = unreached(wanted, fields)
  return {
    message: `${none} Without an image, in fields that images: does not reach: ${some(fieldNames(fields))}. The lines that make it reach them:\n${lines}`,
    hint: `Write image: with the name of its entry in each of these fields, where the base has it. ${hint}`,
  }
}
