import { fieldOf, listOf, textOf } from '../../names/parsed.ts'
import { patient, tried } from './attempts.ts'
import type { Dress, DressedPull, DressPorts } from './dress.ts'

export type Kind = keyof Dress
type Present = Readonly<Record<Kind, ReadonlySet<string>>> & { readonly author: string }

/** One look at what is there, which most runs of an open pull request end with. */
export async function presentOn(
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
    const of = (key: string, name: string) => namesIn(fieldOf(found, key), name)
    const reviewed = listOf(reviews).flatMap((one) => [...namesIn([fieldOf(one, 'user')], 'login')])
    return {
      labels: of('labels', 'name'),
      reviewers: new Set([...of('requested_reviewers', 'login'), ...reviewed]),
      teams: of('requested_teams', 'slug'),
      assignees: of('assignees', 'login'),
      author: [...namesIn([fieldOf(found, 'user')], 'login')][0] ?? '',
    }
  })
}

const read = async (path: string, { repository, number }: DressedPull, { github }: DressPorts) =>
  (await github.ask((calls) => calls.request(`GET /repos/${repository}/pulls/${number}${path}`)))
    .data as unknown

/** Names make no difference by their case. */
export const namesIn = (list: unknown, key: string): ReadonlySet<string> =>
  new Set(
    listOf(list).flatMap((one) => {
      const name = textOf(fieldOf(one, key))
      return name === undefined ? [] : [name.toLowerCase()]
    }),
  )
