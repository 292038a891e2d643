import { type Calls, type Github, openGithub, type Terms } from '../../github/client.ts'
import { GithubFailure } from '../../github/failure.ts'
import { type NewToken, whileNew } from '../../github/new-token.ts'
import { fieldOf, idOf, textOf } from '../../names/parsed.ts'
import type { ApiPlan, ConfigCredential, ConfigPlan } from '../../plan/config.ts'
import type { Watch } from '../../runner/waiting.ts'
import { inputOf } from '../credential-input.ts'
import { idOfBlob } from './entries.ts'
import type { Query } from './queries.ts'
import { kindOf } from './refusal/kind.ts'
import { failRefused } from './refusal/refusal.ts'
import { rulesOf } from './refusal/rules.ts'

export interface ApiAccess extends NewToken {
  /** Asked before every request, because a credential may end before the write does. */
  readonly credential: () => Promise<ConfigCredential>
  /** Without it nobody hears of a long wait. */
  readonly watch?: Watch
}

/** As long as a transfer of git has. */
const BUDGET_MS = 180_000
/** Some hundred files of the largest that are read come in one answer. */
const MOST_BYTES = 64 * 1024 * 1024

interface Where {
  readonly branch?: string
  readonly rules?: readonly string[]
}

/** The config repository at GitHub's API: its requests, and what refusals of it mean. */
export class ApiRemote {
  readonly #plan: ApiPlan
  readonly #label: string
  readonly #input: string
  readonly #access: ApiAccess
  /** As people call it, until GitHub has named it. */
  branch: string

  constructor(
    plan: ApiPlan,
    config: Pick<ConfigPlan, 'branch' | 'remote' | 'credential'>,
    access: ApiAccess,
  ) {
    this.#plan = plan
    this.#label = config.remote.label
    this.#input = inputOf(config.credential)
    this.#access = access
    this.branch = config.branch ?? 'HEAD'
  }

  get names(): { readonly owner: string; readonly name: string } {
    const [owner = '', name = ''] = this.#plan.repository.split('/')
    return { owner, name }
  }

  /** `owner/name` */
  get repository(): string {
    return this.#plan.repository
  }

  get label(): string {
    return this.#label
  }

  /** Loads and connects while others are at work. */
  prepare(): void {
    this.#open(undefined).prepare()
  }

  /** @throws StepError for a refusal. */
  async query(query: Query, terms: Terms = {}): Promise<unknown> {
    return this.request(({ graphql }) => graphql(query.text, { ...query.variables }), terms)
  }

  async request<Answer>(call: (calls: Calls) => Promise<Answer>, terms: Terms = {}): Promise<Answer> {
    try {
      return await this.ask(call, terms)
    } catch (error) {
      if (error instanceof GithubFailure) return this.fail(error)
      throw error
    }
  }

  /** @throws GithubFailure for a refusal. */
  async ask<Answer>(call: (calls: Calls) => Promise<Answer>, terms: Terms = {}): Promise<Answer> {
    const credential = await this.#access.credential()
    const github = this.#open(credential.kind === 'token' ? credential.token : undefined)
    const limits = { budgetMs: BUDGET_MS, mostBytes: MOST_BYTES, ...terms }
    return whileNew(() => github.ask(call, limits), this.#access)
  }

  /** The bytes of a blob, however long it is and whatever they are. */
  async blob(oid: string, terms: Terms = {}): Promise<Buffer> {
    const { owner, name } = this.names
    const { data } = await this.request(
      ({ request }) =>
        request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { owner, repo: name, file_sha: oid }),
      terms,
    )
    const content = Buffer.from(textOf(fieldOf(data, 'content')) ?? '', 'base64')
    if (idOfBlob(content, oid.length) === oid) return content
    return this.fail(new GithubFailure('answered with another file than was asked for', { retry: 'final' }))
  }

  /** All that is below a tree; undefined where GitHub does not list all of it. */
  async listing(tree: string): Promise<readonly unknown[] | undefined> {
    const { owner, name } = this.names
    const { data } = await this.request(({ request }) =>
      request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        owner,
        repo: name,
        tree_sha: tree,
        recursive: '1',
      }),
    )
    const entries = fieldOf(data, 'tree')
    if (Array.isArray(entries)) return fieldOf(data, 'truncated') === true ? undefined : entries
    const failure = { retry: 'final', status: 404 } as const
    return this.fail(new GithubFailure('answered with something else than a tree', failure))
  }

  /** @throws StepError where GitHub has not said it: nothing may be made of another one. */
  known(id: unknown, what: string): string {
    const said = `answered without the id of ${what}`
    return idOf(id) ?? this.fail(new GithubFailure(said, { retry: 'final' }))
  }

  /** A refusal in our words; of a rule with what the rules of the branch are. */
  async refuse(failure: GithubFailure, branch = this.branch): Promise<never> {
    const { owner, name: repo } = this.names
    const ask = <Answer>(call: (calls: Calls) => Promise<Answer>) => this.ask(call, { budgetMs: 10_000 })
    const rules = kindOf(failure) === 'rule' ? await rulesOf(ask, { owner, repo, branch }) : []
    return this.fail(failure, { branch, rules })
  }

  fail(failure: GithubFailure, { branch = this.branch, rules = [] }: Where = {}): never {
    const aside = branch !== this.branch
    return failRefused(failure, { label: this.#label, branch, input: this.#input, rules, aside })
  }

  #open(token: string | undefined): Github {
    const { signal, watch } = this.#access
    return openGithub({ apiUrl: this.#plan.apiUrl, token, signal, ...(watch ? { watch } : {}) })
  }
}
