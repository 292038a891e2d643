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
      ...(branch === undefined ? {} : { ref: refOf(branch) }),
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
  return { text, variables: { ...repository, ref: refOf(branch), tip } }
}

/** A branch beside the base, with what both are at. */
export function sideQuery(repository: Named, { base, side }: { base: string; side: string }): Query {
  const text = `query(${[...NAMED, '$base: String!', '$side: String!'].join(', ')}) {
  repository(owner: $owner, name: $name) {
    base: ref(qualifiedName: $base) { target { oid } }
    side: ref(qualifiedName: $side) { target { oid } }
  }
}`
  return { text, variables: { ...repository, base: refOf(base), side: refOf(side) } }
}

/** Where a branch is, and one that is called as a folder of it, or as a file in it: neither can be beside it. */
export function placeQuery(repository: Named, branch: string): Query {
  const folders = [...branch.matchAll(/\//g)].map(({ index }) => branch.slice(0, index))
  const declared = folders.map((_, index) => `$f${index}: String!`)
  const fields = folders.map((_, index) => `f${index}: ref(qualifiedName: $f${index}) { name }`)
  const text = `query(${[...NAMED, '$ref: String!', '$within: String!', ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) {
    side: ref(qualifiedName: $ref) { target { oid } }
    within: refs(refPrefix: $within, first: 1) { nodes { name } }
    ${fields.join(' ')}
  }
}`
  const named = folders.map((folder, index) => [`f${index}`, refOf(folder)])
  const within = `${refOf(branch)}/`
  return { text, variables: { ...repository, ref: refOf(branch), within, ...Object.fromEntries(named) } }
}

/** What a commit on another one, and the move to it, are made of: the tree of that one, and the modes of files there. */
export function parentQuery(repository: Named, oid: string, paths: readonly string[]): Query {
  const { declared, variables } = filesOf(paths)
  const modes = paths.map((_, index) => `p${index}: file(path: $p${index}) { mode }`)
  const text = `query(${[...NAMED, '$oid: GitObjectID!', ...declared].join(', ')}) {
  repository(owner: $owner, name: $name) {
    id
    commit: object(oid: $oid) { ... on Commit { tree { oid } ${modes.join(' ')} } }
  }
}`
  return { text, variables: { ...repository, oid, ...variables } }
}

export const repositoryQuery = (repository: Named): Query => ({
  text: `query(${NAMED.join(', ')}) { repository(owner: $owner, name: $name) { id } }`,
  variables: { ...repository },
})

export const refOf = (branch: string): string => `refs/heads/${branch}`

export const UPDATE_REFS = `mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`

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
