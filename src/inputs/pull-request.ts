import type { Judged } from '../errors/judged.ts'
import type { Parser } from './fields.ts'
import * as fields from './fields.ts'
import type { InputReader } from './reader.ts'
import { type ReadYaml, readKeys, textsOf, type YamlMap, yamlProblem, yamlValue } from './yaml-map.ts'

/** What the pull request of a deploy is to be like. */
export interface PullRequestOptions {
  /** Over the placeholders of `commit-message`; undefined: the first line of the commit. */
  readonly title: string | undefined
  readonly labels: readonly string[]
  /** Logins of people. */
  readonly reviewers: readonly string[]
  readonly teamReviewers: readonly Team[]
  readonly assignees: readonly string[]
  readonly draft: boolean
  readonly autoMerge: AutoMerge | undefined
  /** In place of the branch that is made of images and overlays. */
  readonly branch: string | undefined
  /** Whether branches of merged pull requests are removed. */
  readonly cleanup: boolean
}

/** A team of the organisation that the config repository is in. */
export interface Team {
  readonly slug: string
  /** Where the input names one. */
  readonly organisation: string | undefined
}

/** `default`: the way that GitHub offers first for this repository. */
export type AutoMerge = 'merge' | 'squash' | 'rebase' | 'default'

export const PLAIN_PULL_REQUEST: PullRequestOptions = {
  title: undefined,
  labels: [],
  reviewers: [],
  teamReviewers: [],
  assignees: [],
  draft: false,
  autoMerge: undefined,
  branch: undefined,
  cleanup: false,
}

const INPUT: YamlMap = {
  input: 'pull-request',
  where: 'pull-request',
  keys: [
    'title',
    'labels',
    'reviewers',
    'team-reviewers',
    'assignees',
    'draft',
    'auto-merge',
    'branch',
    'cleanup',
  ],
  lists: new Set(['labels', 'reviewers', 'team-reviewers', 'assignees']),
  example:
    '{ title: "{name} to production", labels: [deploy], team-reviewers: [platform], auto-merge: squash }',
}

/** The YAML of `pull-request`. */
export function parsePullRequest(given: string, readYaml: ReadYaml): Judged<PullRequestOptions> {
  const read = yamlValue(given, INPUT, readYaml)
  if (read.problems.length > 0) return { ...read, value: PLAIN_PULL_REQUEST }
  const { value, problems } = readKeys(textsOf(read.value, INPUT), INPUT, optionsIn)
  return { value, problems: [...problems, ...mergedDraft(value), ...tooMany(value)] }
}

const optionsIn = (keys: InputReader): PullRequestOptions => ({
  title: keys.one('title', title),
  labels: distinct(keys.list('labels', label)),
  reviewers: distinct(keys.list('reviewers', login)),
  teamReviewers: keys.list('team-reviewers', team),
  assignees: distinct(keys.list('assignees', login)),
  draft: keys.one('draft', fields.flag) ?? false,
  autoMerge: keys.one('auto-merge', autoMerge),
  branch: keys.one('branch', branch),
  cleanup: keys.one('cleanup', fields.flag) ?? false,
})

/** GitHub takes names whatever their case, and one twice as one. */
const distinct = (names: readonly string[]): readonly string[] =>
  [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed()

function mergedDraft({ draft, autoMerge: method }: PullRequestOptions) {
  if (!draft || method === undefined) return []
  const message = 'pull-request has both draft and auto-merge, and GitHub merges no draft'
  return [yamlProblem('pull-request', message, 'Keep one of draft and auto-merge in pull-request.')]
}

/** GitHub REST API, "Add assignees to an issue". */
const MOST_ASSIGNEES = 10

function tooMany({ assignees }: PullRequestOptions) {
  if (assignees.length <= MOST_ASSIGNEES) return []
  const message = `pull-request.assignees has ${assignees.length} people, and GitHub takes ${MOST_ASSIGNEES}`
  return [yamlProblem('pull-request', message, `Leave at most ${MOST_ASSIGNEES} in pull-request.assignees.`)]
}

/** One for the pull request alone: what it is merged into would be refused. */
const branch: Parser<string> = (given) => {
  const parsed = fields.branchName(given)
  return 'mistake' in parsed ? { ...parsed, example: 'deploys/web' } : parsed
}

/** GitHub refuses a longer one: "title is too long (maximum is 256 characters)". */
const LONGEST_TITLE = 256

const title: Parser<string> = (given) =>
  given.length > LONGEST_TITLE
    ? { mistake: `has more than ${LONGEST_TITLE} characters`, example: '{name} {tag}' }
    : fields.text(given)

/** GitHub refuses a longer one: "name is too long (maximum is 50 characters)". A comma parts two. */
const label: Parser<string> = (given) => {
  if (given.includes(',')) return { mistake: 'has a comma', example: 'deploy' }
  return [...given].length > 50
    ? { mistake: 'has more than 50 characters, as no label of GitHub has', example: 'deploy' }
    : fields.text(given)
}

/** GitHub docs, "Username considerations"; managed users end in `_SHORTCODE`, Apps in `[bot]`. */
const LOGIN = /^[A-Za-z\d](?:-?[A-Za-z\d]){0,98}-?(?:_[A-Za-z\d]{1,40})?(?:\[bot\])?$/

const login: Parser<string> = (given) => {
  const name = given.replace(/^@/, '')
  if (LOGIN.test(name)) return fields.value(name)
  return /^[\w.-]+\/[\w.-]+$/.test(name)
    ? { mistake: 'is a team, which goes in team-reviewers', example: 'octocat' }
    : { mistake: 'is no login of GitHub', example: 'octocat' }
}

const team: Parser<Team> = (given) => {
  const [, organisation, slug = ''] = /^@?(?:([A-Za-z\d-]+)\/)?([\w.-]{1,100})$/.exec(given) ?? []
  return slug === ''
    ? { mistake: 'is no slug of a team, as the address of its page ends in', example: 'platform-team' }
    : fields.value({ slug, organisation })
}

const METHODS: ReadonlyMap<string, AutoMerge> = new Map(
  (['merge', 'squash', 'rebase'] as const).map((method) => [method, method]),
)

const autoMerge: Parser<AutoMerge | undefined> = (given) => {
  const flag = fields.flag(given)
  if ('value' in flag) return fields.value(flag.value ? 'default' : undefined)
  const method = METHODS.get(given)
  return method
    ? fields.value(method)
    : { mistake: 'is neither a boolean nor one of merge, squash and rebase', example: 'squash' }
}
