import { isRecord } from '../../names/text.ts'

/** What GraphQL says of one path: `Commit.file` has its mode without the folder that it is in. */
const ENTRY = `fragment Entry on TreeEntry {
  mode type oid
  object {
    ... on Blob { byteSize isBinary isTruncated text }
    ... on Tree { entries { name mode type oid } }
  }
}`
const ROOT = 'root: tree { oid entries { name mode type oid } }'

/** A query with its variables; every text of others is a variable. */
export interface Query {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
}

interface Named {
  readonly owner: string
  readonly name: string
}

/** The newest commit of a branch and what stands at the paths there: one field of one object, so all of one commit. */
export function headQuery(repository: Named, branch: string | undefined, paths: readonly string[]): Query {
  const { declared, variables, fields } = filesOf(paths)
  const ref = branch === undefined ? 'defaultBranchRef' : 'ref(qualifiedName: $ref)'
  const text = `query(${[...NAMED, ...(branch === undefined ? [] : ['$ref: String!']), ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) {
    nameWithOwner isArchived
    branch: ${ref} { name target { ... on Commit { oid ${ROOT} ${fields} } } }
  }
}
${paths.length > 0 ? ENTRY : ''}`
  return {
    text,
    variables: {
      ...repository,
      ...(branch === undefined ? {} : { ref: `refs/heads/${branch}` }),
      ...variables,
    },
  }
}

/** What stands at the paths of a commit. */
export function commitQuery(repository: Named, oid: string, paths: readonly string[]): Query {
  const { declared, variables, fields } = filesOf(paths)
  const text = `query(${[...NAMED, '$oid: GitObjectID!', ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) { commit: object(oid: $oid) { ... on Commit { oid ${fields} } } }
}
${ENTRY}`
  return { text, variables: { ...repository, oid, ...variables } }
}

/** The texts of blobs. */
export function blobsQuery(repository: Named, oids: readonly string[]): Query {
  const declared = oids.map((_, index) => `$b${index}: GitObjectID!`)
  const fields = oids.map(
    (_, index) => `b${index}: object(oid: $b${index}) { ... on Blob { byteSize isBinary isTruncated text } }`,
  )
  const text = `query(${[...NAMED, ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) { ${fields.join(' ')} }
}`
  return {
    text,
    variables: { ...repository, ...Object.fromEntries(oids.map((oid, index) => [`b${index}`, oid])) },
  }
}

/** The newest commits of a branch, and those behind a commit that it has had: a read may be older than the last one. */
export function recentQuery(repository: Named, { branch, tip }: { branch: string; tip: string }): Query {
  const history = '... on Commit { history(first: 100) { nodes { oid message } } }'
  const text = `query(${[...NAMED, '$ref: String!', '$tip: GitObjectID!'].join(', ')}) {
  repository(owner: $owner, name: $name) {
    branch: ref(qualifiedName: $ref) { target { ${history} } }
    seen: object(oid: $tip) { ${history} }
  }
}`
  return { text, variables: { ...repository, ref: `refs/heads/${branch}`, tip } }
}

export const COMMIT = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`

const NAMED = ['$owner: String!', '$name: String!']

/** The root is asked for with the branch. */
function filesOf(paths: readonly string[]) {
  return {
    declared: paths.map((_, index) => `$p${index}: String!`),
    variables: Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
    fields: paths.map((_, index) => `p${index}: file(path: $p${index}) { ...Entry }`).join(' '),
  }
}

/** A field of an answer, whatever it is. */
export const fieldOf = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((from, name) => (isRecord(from) ? from[name] : undefined), value)

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
