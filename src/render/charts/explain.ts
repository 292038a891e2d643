import type { EntryVerdict } from '../../gitops/proposal.ts'
import { registryOf, splitReference } from '../../names/reference.ts'
import { isRecord, oneLine } from '../../names/text.ts'
import { isMistaken, parsePath } from '../../names/yaml-path.ts'
import type { Explanation } from '../judge/edited-entry.ts'
import { some } from '../judge/entries.ts'
import { leavesOf, type Manifest, splitManifests } from '../manifests/manifests.ts'

/** Why a chart that renders does not contain the new image. */
export function explainChart(
  entry: Pick<EntryVerdict, 'reference' | 'key' | 'file'>,
  { manifests, values }: { readonly manifests: readonly Manifest[]; readonly values: string },
): Explanation {
  const images = imagesOf(manifests)
  return otherRegistry(entry, images) ?? disabled(entry, values) ?? otherTag(entry, images) ?? other(images)
}

/** The images of all containers, as they are. */
export function imagesOf(manifests: readonly Manifest[]): readonly string[] {
  const images = manifests.flatMap(({ text, content }) =>
    /\bimage["']?:/.test(text) && !/^kind: CustomResourceDefinition$/m.test(text)
      ? leavesOf(content()).flatMap(({ path, value }) =>
          path.at(-1) === 'image' && typeof value === 'string' && value !== '' ? [value] : [],
        )
      : [],
  )
  return [...new Set(images)].toSorted()
}

const pathOf = (name: string): string => {
  const host = registryOf(name)
  return host === undefined ? name : name.slice(host.length + 1)
}

/**
 * A chart puts a registry in front of the image that the values do not mean: its own default comes before the one that
 * all images share (`image.registry: docker.io`), or the shared one before that of the image, or before a repository that
 * has one already.
 */
function otherRegistry(
  { reference, key, file }: Pick<EntryVerdict, 'reference' | 'key' | 'file'>,
  images: readonly string[],
): Explanation | undefined {
  const wanted = splitReference(reference)
  const found = images.find((image) => {
    const { name, tag, digest } = splitReference(image)
    const isSame = tag === wanted.tag || (digest !== undefined && digest === wanted.digest)
    return isSame && (pathOf(name) === pathOf(wanted.name) || name.endsWith(`/${wanted.name}`))
  })
  if (found === undefined) return undefined
  const { name } = splitReference(found)
  const host = registryOf(wanted.name)
  const isDouble = host !== undefined && name.endsWith(`/${wanted.name}`)
  const lead = registryOf(name)
  const from = lead === undefined ? 'no registry' : `the registry ${lead}`
  const own = `${key}.registry`
  if (isDouble) {
    return {
      message: `It renders ${oneLine(found)}: the chart puts ${from} in front of ${key}.repository, which names one already.`,
      hint: `Write the repository without its registry in ${file}, and ${own}: ${host}; or set ${own}: "" where the chart then takes the repository as it is.`,
    }
  }
  return {
    message: `It renders ${oneLine(found)}, from ${from} instead of ${host ?? 'none'}: the chart prefers a registry of its defaults to the one that ${file} means.`,
    hint: `In the values, set ${own} to ${host ?? 'the ECR host'}, or to "" where the chart then takes the registry that all images share; or set global.imageRegistry: ${host ?? 'the ECR host'} where that comes first in the chart.`,
  }
}

/** A switch beside the image, or above it, that is off. */
function disabled(
  { key, file }: Pick<EntryVerdict, 'key' | 'file'>,
  values: string,
): Explanation | undefined {
  const steps = parsePath(key)
  if (isMistaken(steps)) return undefined
  const [first] = splitManifests(values)
  let held: unknown = first?.content()
  const path: string[] = []
  for (const step of steps) {
    if (!isRecord(held) || step.kind !== 'key') return undefined
    if (held.enabled === false) {
      const name = [...path, 'enabled'].join('.')
      return {
        message: `${name} is false in ${file}, so nothing of it is rendered.`,
        hint: `Set ${name}: true in ${file}, or take ${file}#${key} out of helm-values.`,
      }
    }
    held = held[step.key]
    path.push(step.key)
  }
  return undefined
}

function otherTag(
  { reference, key }: Pick<EntryVerdict, 'reference' | 'key'>,
  images: readonly string[],
): Explanation | undefined {
  const { name } = splitReference(reference)
  const same = images.filter((image) => splitReference(image).name === name)
  if (same.length === 0) return undefined
  return {
    message: `It renders ${some(same)}: of ${key}, the chart does not take the tag.`,
    hint: `Look in its templates which value they take the tag from (another key, or appVersion of Chart.yaml), and name what that is in with helm-values.`,
  }
}

function other(images: readonly string[]): Explanation {
  const none = 'There are no containers at all.'
  return {
    message: images.length === 0 ? none : `The images are: ${some(images)}.`,
    hint: 'Look in the templates of the chart which value they take the image from, and whether a condition leaves it out (enabled: false), and name that place in helm-values. If these values are for something else, set render-check: off.',
  }
}
