import { accountMalformed } from './accounts/account-malformed.ts'
import { accountNotAllowed } from './accounts/account-not-allowed.ts'
import { accountPlaceholder } from './accounts/account-placeholder.ts'
import { accountUnresolved } from './accounts/account-unresolved.ts'
import { marketplaceNamespace } from './accounts/marketplace-namespace.ts'
import { regionMismatch } from './accounts/region-mismatch.ts'
import { registryNotAllowed } from './accounts/registry-not-allowed.ts'
import { unusedIgnore } from './comments/unused-ignore.ts'
import { fileUnparsed } from './files/file-unparsed.ts'
import { globalRegistryDefeated } from './helm/global-registry-defeated.ts'
import { imagesExpected } from './helm/images-expected.ts'
import { renderFailed } from './helm/render-failed.ts'
import { renderMismatch } from './helm/render-mismatch.ts'
import { repositoryHasHost } from './helm/repository-has-host.ts'
import { tagEmpty } from './helm/tag-empty.ts'
import { duplicateEntry } from './kustomize/duplicate-entry.ts'
import { imageDead } from './kustomize/image-dead.ts'
import { imageUnreachable } from './kustomize/image-unreachable.ts'
import { nameHasTag } from './kustomize/name-has-tag.ts'
import { newNameMissing } from './kustomize/newname-missing.ts'
import { overlayDrift } from './kustomize/overlay-drift.ts'
import { tagNotString } from './kustomize/tag-not-string.ts'
import { POLICY_RULES } from './policies/rules.ts'
import { PULL_SECRETS } from './pull-secrets/rules.ts'
import { REGISTRY_RULES } from './registry/rules.ts'
import { roleAccountNotAllowed } from './roles/account-not-allowed.ts'
import { roleAccountPlaceholder } from './roles/account-placeholder.ts'
import { roleMalformed } from './roles/malformed.ts'
import { rolePartitionMismatch } from './roles/partition-mismatch.ts'
import type { Rule } from './rule.ts'
import { digestPlaceholder } from './tags/digest-placeholder.ts'
import { imageEmpty } from './tags/empty.ts'
import { imageInvalid } from './tags/invalid.ts'
import { imageMutableTag } from './tags/mutable-tag.ts'
import { imageNoTagOrDigest } from './tags/no-tag-or-digest.ts'
import { tagDigestBoth } from './tags/tag-digest-both.ts'

const ACCOUNTS: readonly Rule[] = [
  accountPlaceholder,
  accountMalformed,
  accountUnresolved,
  accountNotAllowed,
  regionMismatch,
  marketplaceNamespace,
  registryNotAllowed,
]

const ROLES: readonly Rule[] = [
  roleAccountPlaceholder,
  roleAccountNotAllowed,
  roleMalformed,
  rolePartitionMismatch,
]

const TAGS: readonly Rule[] = [
  imageNoTagOrDigest,
  imageMutableTag,
  imageEmpty,
  imageInvalid,
  digestPlaceholder,
  tagDigestBoth,
]

const KUSTOMIZE: readonly Rule[] = [
  newNameMissing,
  imageDead,
  imageUnreachable,
  tagNotString,
  duplicateEntry,
  nameHasTag,
  overlayDrift,
]

const HELM: readonly Rule[] = [
  globalRegistryDefeated,
  repositoryHasHost,
  tagEmpty,
  renderMismatch,
  imagesExpected,
  renderFailed,
]

/** Every rule, in the order of the pages and lists that show them. */
export const RULES: readonly Rule[] = [
  ...ACCOUNTS,
  ...ROLES,
  ...TAGS,
  ...KUSTOMIZE,
  ...HELM,
  ...PULL_SECRETS,
  ...POLICY_RULES,
  ...REGISTRY_RULES,
  fileUnparsed,
  unusedIgnore,
]
