import type { Rule } from '../rule.ts'
import { iamRegistryMissing } from './iam-registry-missing.ts'
import { iamTokenResourceScoped } from './iam-token-resource-scoped.ts'

export const POLICY_RULES: readonly Rule[] = [iamTokenResourceScoped, iamRegistryMissing]
