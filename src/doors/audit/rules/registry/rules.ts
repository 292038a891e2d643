import type { Rule } from '../rule.ts'
import { digestMoved } from './digest-moved.ts'
import { imageMissing } from './image-missing.ts'
import { platformMissing } from './platform-missing.ts'
import { registryUnreadable } from './registry-unreadable.ts'
import { repositoryMutable } from './repository-mutable.ts'

export const REGISTRY_RULES: readonly Rule[] = [
  imageMissing,
  repositoryMutable,
  digestMoved,
  platformMissing,
  registryUnreadable,
]
