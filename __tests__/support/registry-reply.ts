import type { Place } from './image-store.ts'
import type { Exchange, Reply } from './part.ts'

export interface RegistryCall {
  exchange: Exchange
  place: Place
  /** Tag or digest of a manifest, digest of a blob, id of an upload. */
  reference: string
}

/** The OCI error shape, with ECR's words where ECR has its own. */
export const registryError = (status: number, code: string, message: string): Reply => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'docker-distribution-api-version': 'registry/2.0',
  },
  body: JSON.stringify({ errors: [{ code, message }] }),
})

export const nameUnknown = ({ repository, account }: Place): Reply =>
  registryError(
    404,
    'NAME_UNKNOWN',
    `The repository with name '${repository}' does not exist in the registry with id '${account}'`,
  )

export const empty = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'docker-distribution-api-version': 'registry/2.0', 'content-length': '0', ...headers },
})
