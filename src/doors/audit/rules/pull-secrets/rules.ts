import type { Rule } from '../rule.ts'
import { pullSecretDeletedFirst } from './deleted-first.ts'
import { pullSecretNamespace } from './namespace.ts'
import { pullSecretNeedless } from './needless.ts'
import { ecrRefreshNoHeadroom } from './no-headroom.ts'
import { pullSecretSeveralRegistries } from './several-registries.ts'
import { pullSecretStatic } from './static.ts'

export const PULL_SECRETS: readonly Rule[] = [
  pullSecretNeedless,
  pullSecretStatic,
  ecrRefreshNoHeadroom,
  pullSecretDeletedFirst,
  pullSecretNamespace,
  pullSecretSeveralRegistries,
]
