/** A pure room whose tests are tried by mutation: what is changed, and the unit tests that have to notice it. */
export interface Room {
  readonly sources: readonly string[]
  /** Below __tests__/unit, without their ending. */
  readonly tests: readonly string[]
}

export const ROOMS: Readonly<Record<string, Room>> = {
  inputs: {
    sources: ['src/inputs/*.ts', 'src/doors/*/inputs.ts'],
    tests: ['inputs/*', 'doors/*/{inputs,by-name,refusals}'],
  },
  plan: { sources: ['src/doors/*/plan/**/*.ts'], tests: ['doors/*/plan/**/*'] },
  names: { sources: ['src/names/*.ts'], tests: ['names/*', 'inputs/aws-fields'] },
  images: { sources: ['src/aws/registry/{manifest,suitable,withheld}.ts'], tests: ['aws/registry/*'] },
  edit: { sources: ['src/edit/**/*.ts'], tests: ['edit/**/*'] },
  report: {
    sources: ['src/report/!(write-report).ts', 'src/doors/*/{announce,outputs,record,summary*}.ts'],
    tests: ['report/*', 'doors/*/{announce,outputs,summary*}'],
  },
}

/** The variable that says to Stryker and vitest, processes of their own, what to work on. */
export const ROOM_VARIABLE = 'MUTATE_ROOM'

export function currentRoom(): Room & { readonly name: string } {
  const name = process.env[ROOM_VARIABLE] ?? ''
  const room = ROOMS[name]
  if (!room) throw new Error(`${ROOM_VARIABLE} names no room: run npm run mutate`)
  return { name, ...room }
}

export const reportFile = (name: string): string => `coverage/mutation/${name}.json`
