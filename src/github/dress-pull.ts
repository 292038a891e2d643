import { setTimeout as sleep } from 'node:timers/promises'
import { cutLine, isRecord } from '../names/text.ts'
import type { Github } from './client.ts'
import { GithubFailure } from './failure.ts'
import { reasonIn } from './reason.ts'

/** What people put on a pull request beside its text. */
export interface Dress {
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  /** Slugs. */
  readonly teams: readonly string[]
  readonly assignees: readonly string[]
}

export interface DressedPull {
  /** `owner/name` */
  readonly repository: string
  readonly number: number
  /** Just now: GitHub may not know it everywhere. */
  readonly created: boolean
}

export interface DressPorts {
  readonly github: Github
  readonly onWarning: (warning: string) => void
  readonly signal: AbortSignal
  /** Before GitHub is asked again whether it knows the pull request. */
  readonly pauseMs?: number
}

/**
 * Labels, reviewers and assignees that are not there yet. What GitHub refuses of it is a warning by its name, and the rest is
 * there all the same: the deploy does not fail over it.
 */
export async function dressPull(pull: DressedPull, dress: Dress, ports: DressPorts): Promise<void> {
  if (Object.values(dress).every((names: readonly string[]) => names.length === 0)) return
  const present = await presentOn(pull, dress, ports)
  if (!present) return
  const missing = (key: Kind) => dress[key].filter((name) => !present[key].has(name.toLowerCase()))
  await add('labels', missing('labels'), pull, ports)
  const people = missing('reviewers').filter((name) => isOther(name, present.author, ports))
  await ask({ reviewers: people, teams: missing('teams') }, pull, ports)
  await add('assignees', missing('assignees'), pull, ports)
}

type Kind = keyof Dress
type Present = Readonly<Record<Kind, ReadonlySet<string>>> & { readonly author: string }

function isOther(name: string, author: string, { onWarning }: DressPorts): boolean {
  const other = name.toLowerCase() !== author
  if (!other)
    onWarning(`The reviewer ${name} is left out, because ${name} is the author of the pull request.`)
  return other
}

/** One look at what is there, which most runs of an open pull request end with. */
async function presentOn(
  pull: DressedPull,
  { reviewers, teams }: Dress,
  ports: DressPorts,
): Promise<Present | undefined> {
  const asksPeople = reviewers.length + teams.length > 0
  return tried('what is on the pull request could not be read', ports, async () => {
    const [found, reviews] = await Promise.all([
      patient(pull, ports, () => read('', pull, ports)),
      // Whoever has reviewed it is no longer among those who are asked to.
      asksPeople && !pull.created ? read('/reviews?per_page=100', pull, ports) : [],
    ])
    const of = (key: string, name: string) => namesIn(valueIn(found, key), name)
    const reviewed = listOf(reviews).flatMap((one) => [...namesIn([valueIn(one, 'user')], 'login')])
    return {
      labels: of('labels', 'name'),
      reviewers: new Set([...of('requested_reviewers', 'login'), ...reviewed]),
      teams: of('requested_teams', 'slug'),
      assignees: of('assignees', 'login'),
      author: [...namesIn([valueIn(found, 'user')], 'login')][0] ?? '',
    }
  })
}

const read = async (path: string, { repository, number }: DressedPull, { github }: DressPorts) =>
  (await github.ask((calls) => calls.request(`GET /repos/${repository}/pulls/${number}${path}`)))
    .data as unknown

/** GitHub adds what it can and says nothing of the rest: its answer has what is there. */
const ADDED = {
  labels: {
    name: 'name',
    refused: (name: string) => `the label "${name}" is not on the pull request`,
    silent:
      'GitHub did not add it. Create it in the config repository, or let the token write pull requests.',
  },
  assignees: {
    name: 'login',
    refused: (name: string) => `the assignee ${name} is not on the pull request`,
    silent:
      'GitHub assigns only people who may write to the config repository, or are members of its organisation.',
  },
} as const

/** GitHub makes a label that it does not know, where the token may. */
async function add(
  kind: keyof typeof ADDED,
  names: readonly string[],
  pull: DressedPull,
  ports: DressPorts,
): Promise<void> {
  const { name: key, refused, silent } = ADDED[kind]
  const put = async (some: readonly string[]) => {
    const path = `POST /repos/${pull.repository}/issues/${pull.number}/${kind}`
    const answer = await patient(pull, ports, () =>
      ports.github.ask((calls) => calls.request(path, { [kind]: some })),
    )
    const data: unknown = answer.data
    const there = namesIn(Array.isArray(data) ? data : valueIn(data, kind), key)
    for (const name of some)
      if (!there.has(name.toLowerCase())) ports.onWarning(sentence(refused(name), silent))
  }
  await together(names, put, { refused, ...ports })
}

interface Asked {
  readonly reviewers: readonly string[]
  readonly teams: readonly string[]
}

/** One unknown name fails the whole request, so each is asked alone where all together are refused. */
async function ask({ reviewers, teams }: Asked, pull: DressedPull, ports: DressPorts): Promise<void> {
  const all = [
    ...reviewers.map((name) => ({ name, key: 'reviewers' as const })),
    ...teams.map((name) => ({ name, key: 'team_reviewers' as const })),
  ]
  const put = async (some: typeof all) => {
    const path = `POST /repos/${pull.repository}/pulls/${pull.number}/requested_reviewers`
    const of = (wanted: string) => some.flatMap(({ key, name }) => (key === wanted ? [name] : []))
    const body = { reviewers: of('reviewers'), team_reviewers: of('team_reviewers') }
    await patient(pull, ports, () => ports.github.ask((calls) => calls.request(path, body)))
  }
  const refused = ({ name, key }: (typeof all)[number]) =>
    key === 'reviewers'
      ? `the reviewer ${name} could not be asked, as only people who may read the config repository can be`
      : `the team ${name} could not be asked to review, which takes a team with access to the config repository, and an App or token that may read members of the organisation (GITHUB_TOKEN may not)`
  await together(all, put, { refused, ...ports })
}

interface Togetherness<T> extends DressPorts {
  readonly refused: (one: T) => string
}

/** All in one request, and one by one where that is refused. */
async function together<T>(
  all: readonly T[],
  put: (some: T[]) => Promise<void>,
  { refused, ...ports }: Togetherness<T>,
): Promise<void> {
  if (all.length === 0) return
  try {
    await put([...all])
  } catch (error) {
    ports.signal.throwIfAborted()
    const [only, ...others] = all
    if (only !== undefined && others.length === 0)
      return ports.onWarning(sentence(refused(only), reasonIn(error)))
    for (const one of all) await tried(refused(one), ports, () => put([one]))
  }
}

/** What the work comes to, or a warning. */
async function tried<T>(what: string, { onWarning, signal }: DressPorts, work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    onWarning(sentence(what, reasonIn(error)))
    return undefined
  }
}

const sentence = (what: string, why: string): string =>
  `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${cutLine(why)}`

const PAUSES = 4
const PAUSE_MS = 1000

/** For seconds a new pull request is not known to all of GitHub. */
async function patient<T>(
  { created }: DressedPull,
  { signal, pauseMs = PAUSE_MS }: DressPorts,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!created || attempt >= PAUSES || !isUnknownYet(error)) throw error
      await sleep(pauseMs * 2 ** Math.min(attempt, 2), undefined, { signal })
    }
  }
}

/**
 * peter-evans/create-pull-request#4321, googleapis/release-please#2754. The same words are about a team which the token does
 * not see, for ever; ids of teams begin in these two ways.
 */
const UNKNOWN_YET = /could not resolve to a node with the global id of '(?!T_|MDQ6VGVhb)|issue not found/i

const isUnknownYet = (error: unknown): boolean =>
  error instanceof GithubFailure &&
  (error.status === 404 || error.said.some((text) => UNKNOWN_YET.test(text)))

const valueIn = (data: unknown, key: string): unknown => (isRecord(data) ? data[key] : undefined)
const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : [])

/** Names make no difference by their case. */
const namesIn = (list: unknown, key: string): ReadonlySet<string> =>
  new Set(
    listOf(list).flatMap((one) => {
      const name = valueIn(one, key)
      return typeof name === 'string' ? [name.toLowerCase()] : []
    }),
  )
