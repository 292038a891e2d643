import type { Origin } from '../object.ts'
import type { MapNode, ScalarNode, Span } from '../yaml/node.ts'

/** A pod or a service account that names a secret to pull with. */
export interface PullSecretUse {
  readonly name: string
  readonly at: ScalarNode
  /** The mapping that has `imagePullSecrets`, and how many others that names. */
  readonly holder: MapNode
  readonly besides: number
  readonly object: string
  readonly namespace: string | undefined
  readonly origin: Origin
}

/** A secret to pull with that the repository holds, or has somebody make. */
export interface PullSecret {
  readonly name: string
  readonly namespace: string | undefined
  readonly at: Span
  readonly object: string
  readonly origin: Origin
  /** `committed`: its credentials stand in the repository; `external`: External Secrets, a sealed secret or another makes it. */
  readonly made: 'committed' | 'external'
  /** Registries that it holds credentials for; empty where that cannot be read. */
  readonly hosts: readonly string[]
  /** Those of them whose password is in the repository, and not only a place for it. */
  readonly passwords: readonly string[]
}

/** A job that fetches a password of ECR and writes a secret of it. */
export interface Refresher {
  /** `CronJob/ecr-login`. */
  readonly object: string
  readonly namespace: string | undefined
  /** When it runs; undefined for a job that runs once. */
  readonly schedule: ScalarNode | undefined
  readonly at: Span
  readonly origin: Origin
  /** Secrets that its script writes, as far as the script says it in plain text. */
  readonly writes: readonly WrittenSecret[]
  /** Secrets that a script deletes before it makes them again. */
  readonly deletes: readonly DeletedSecret[]
  /** Hosts of ECR that the script names. */
  readonly hosts: readonly string[]
  /** Scripts that were read: of the job itself, or of a ConfigMap. */
  readonly scripts: readonly ScalarNode[]
}

export interface WrittenSecret {
  /** undefined for a variable. */
  readonly name: string | undefined
  /** That of the command; undefined where it names none (the job's own counts), or a variable. */
  readonly namespace: string | undefined
  /** Whether the namespace is a variable, or a loop's: then nothing may be said of it. */
  readonly anywhere: boolean
}

/** A secret that is away from when it is deleted until it is made again. */
export interface DeletedSecret {
  /** As the script writes it: a name, or a variable. */
  readonly name: string
  readonly script: ScalarNode
  /** The beginning of the command that deletes it, as it stands there. */
  readonly command: string
}

/** All that pulls with secrets, and all that makes them. */
export interface PullSecrets {
  readonly uses: readonly PullSecretUse[]
  readonly secrets: readonly PullSecret[]
  readonly refreshers: readonly Refresher[]
}
