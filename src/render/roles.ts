import type { PlaceIn } from '../config-repository/overlay.ts'
import { strayHolds } from '../edit/kustomize/hold.ts'
import { type Kustomization, parseKustomization } from '../edit/kustomize/kustomization.ts'
import { type StrangeRole, strangeRoles } from '../edit/roles.ts'
import type { ConfigFile } from '../edit/target.ts'
import { StepError } from '../errors/errors.ts'
import type { Proposal } from '../gitops/proposal.ts'

/** What people should know about the kustomizations that are edited. */
export function kustomizationWarnings(
  { before }: Proposal,
  knownAccounts: ReadonlySet<string>,
  place: PlaceIn,
): readonly string[] {
  return [...before].flatMap(([path, text]) => {
    const kustomization = readable({ path, text, place: (line) => place(path, line) })
    if (!kustomization) return []
    return [...strayHoldWarnings(kustomization), ...strangeRoleWarnings(kustomization, knownAccounts)]
  })
}

/** What cannot be read is a problem of the entry that is sought in it. */
function readable(file: ConfigFile): Kustomization | undefined {
  try {
    return parseKustomization(file)
  } catch (error) {
    if (error instanceof StepError) return undefined
    throw error
  }
}

function strayHoldWarnings(kustomization: Kustomization): readonly string[] {
  return strayHolds(kustomization).map(
    (line) =>
      `${kustomization.file.path}:${line} has a comment for this action that holds nothing. To hold an entry, write "# ecr-gitops: hold <reason>" directly above it, or above images: for all of them.`,
  )
}

/**
 * Roles of service accounts beside the images, in an account that this step does not know. Only a warning: real
 * organisations keep images and roles in two accounts.
 */
function strangeRoleWarnings(
  kustomization: Kustomization,
  knownAccounts: ReadonlySet<string>,
): readonly string[] {
  const { file } = kustomization
  return strangeRoles(kustomization, knownAccounts).map((role) => {
    const { url } = file.place(role.line)
    return `${file.path}:${role.line} gives a service account ${describeRole(role)}${url ? ` See ${url}` : ''}`
  })
}

export function describeRole({ arn, account, placeholder }: StrangeRole): string {
  const what = placeholder
    ? `whose account "${account}" is a placeholder`
    : `in account ${account}, which is neither the role's nor in allowed-account-ids`
  return `the role ${arn}, ${what}: pods would get no credentials if it is wrong.`
}
