import { fieldOf } from '../../names/parsed.ts'
import { patient, sentence, together } from './attempts.ts'
import type { DressedPull, DressPorts } from './dress.ts'
import { namesIn } from './present.ts'

/** GitHub adds what it can and says nothing of the rest: its answer has what is there. */
const ADDED = {
  labels: {
    name: 'name',
    refused: (name: string) => `the label "${name}" is not on the pull request`,
    takes: 'a label that the config repository has, or a token that may write pull requests',
    silent:
      'GitHub did not add it. Create it in the config repository, or let the token write pull requests.',
  },
  assignees: {
    name: 'login',
    refused: (name: string) => `the assignee ${name} is not on the pull request`,
    takes: 'somebody who may write to the config repository, or is a member of its organisation',
    silent:
      'GitHub assigns only people who may write to the config repository, or are members of its organisation.',
  },
} as const

/** GitHub makes a label that it does not know, where the token may. */
export async function add(
  kind: keyof typeof ADDED,
  names: readonly string[],
  pull: DressedPull,
  ports: DressPorts,
): Promise<void> {
  const { name: key, refused, takes, silent } = ADDED[kind]
  const put = async (some: readonly string[]) => {
    const path = `POST /repos/${pull.repository}/issues/${pull.number}/${kind}`
    const answer = await patient(pull, ports, () =>
      ports.github.ask((calls) => calls.request(path, { [kind]: some })),
    )
    const data: unknown = answer.data
    const there = namesIn(Array.isArray(data) ? data : fieldOf(data, kind), key)
    for (const name of some)
      if (!there.has(name.toLowerCase())) ports.onWarning(sentence(refused(name), silent))
  }
  await together(names, put, { refused: (name) => `${refused(name)}, which takes ${takes}`, ...ports })
}

interface Asked {
  readonly reviewers: readonly string[]
  readonly teams: readonly string[]
}

/** One unknown name fails the whole request, so each is asked alone where all together are refused. */
export async function ask({ reviewers, teams }: Asked, pull: DressedPull, ports: DressPorts): Promise<void> {
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
