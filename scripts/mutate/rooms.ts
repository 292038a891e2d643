/** A pure room whose tests are tried by mutation: what is changed, and the unit tests that have to notice it. */
export interface Room {
  readonly sources: readonly string[]
  /** Below __tests__/unit, without their ending. */
  readonly tests: readonly string[]
}

const REFERENCES = ['host', 'manifest', 'mutability', 'platform', 'reference', 'suitable', 'withheld']

export const ROOMS: Readonly<Record<string, Room>> = {
  inputs: { sources: ['src/inputs/*.ts'], tests: ['inputs/*'] },
  plan: { sources: ['src/plan/*.ts'], tests: ['plan/*'] },
  references: {
    sources: REFERENCES.map((name) => `src/registry/${name}.ts`),
    tests: ['registry/*', 'inputs/aws-fields'],
  },
  edit: {
    sources: ['src/gitops/edit/*.ts'],
    tests: ['gitops/{create,edit*,hold*,irsa,registry-guard,scalar}'],
  },
  report: { sources: ['src/report/!(write-report).ts'], tests: ['report/*'] },
}

/** The variable by which scripts/mutate.ts tells Stryker and vitest, processes of their own, what to work on. */
export const ROOM_VARIABLE = 'MUTATE_ROOM'

export function currentRoom(): Room & { readonly name: string } {
  const name = process.env[ROOM_VARIABLE] ?? ''
  const room = ROOMS[name]
  if (!room) throw new Error(`${ROOM_VARIABLE} names no room: run npm run mutate`)
  return { name, ...room }
}

export const reportFile = (name: string): string => `coverage/mutation/${name}.json`
