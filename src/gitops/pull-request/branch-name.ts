import { createHash } from 'node:crypto'
import type { WantedImage } from '../../plan/deployment.ts'
import type { Target } from '../../plan/target.ts'

/** What one pull request is for; two that differ in any of it never share a branch. */
export interface DeploySet {
  readonly images: readonly Pick<WantedImage, 'name' | 'targets' | 'source'>[]
  /** The branch that it is to be merged into. */
  readonly base: string
}

/** `deploy/<name>--<slug>-<hash>`: name and slug are for people, the hash alone says what it is for. */
export function branchName(set: DeploySet): string {
  const names = distinct(set.images.map(({ name }) => name))
  const places = distinct(set.images.flatMap(({ targets }) => targets.map(({ path }) => path)))
  const slug = counted(places.map(lastPart))
  return `deploy/${counted(names)}--${slug}-${hashOf(set)}`
}

function hashOf({ images, base }: DeploySet): string {
  const members = images.map(({ name, targets, source }) =>
    JSON.stringify([name, source.name, distinct(targets.map(idOf))]),
  )
  const facts = JSON.stringify([base, members.toSorted()])
  return createHash('sha256').update(facts).digest('hex').slice(0, 10)
}

const idOf = ({ kind, path, key }: Target): string => JSON.stringify([kind, path, key ?? null])

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted()

/** Of a folder its own name, and of a file that of its folder too: every overlay has a kustomization.yaml. */
function lastPart(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && !/^kustomization(?:\.ya?ml)?$/i.test(part))
  return parts.at(-1) ?? 'root'
}

function counted(texts: readonly string[]): string {
  const [first = 'none', ...rest] = distinct(texts.map(word))
  return rest.length === 0 ? first : `${first}-and-${rest.length}`
}

const LONGEST_WORD = 40

/** Letters, digits and single hyphens: legal in every ref, and the same on servers that do not know upper case. */
function word(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]{1,200}/g, '-')
    .replaceAll(/-{2,}/g, '-')
  const cut = plain.replace(/^-/, '').slice(0, LONGEST_WORD).replace(/-$/, '')
  return cut === '' ? 'x' : cut
}
