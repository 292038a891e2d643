import { isAccountId, isRegion, partitionOfRegion } from '../../names/host.ts'
import type { KmsKeyArn } from '../../names/kms-key.ts'
import { type Parser, value } from '../fields.ts'
import { lostZero } from '../host-mistake.ts'

const APP_ID = '123456, or the client id Iv23liAbCdEfGhIjKlMn (both are on the page of the App)'

/** The number of a GitHub App, or its client id (GitHub docs, "Generating a JSON Web Token for a GitHub App", `iss`). */
export const appId: Parser<string> = (given) => {
  if (/^(?:[1-9]\d{0,14}|Iv[A-Za-z0-9.]{8,60})$/.test(given)) return value(given)
  if (/^Ov[A-Za-z0-9]{8,60}$/.test(given)) {
    return { mistake: 'is the client id of an OAuth app, and not of a GitHub App', example: APP_ID }
  }
  if (/^[0-9a-f]{40}$|BEGIN|^gh[a-z]_/.test(given)) {
    return { mistake: 'holds a secret, and neither', example: APP_ID, confidential: true }
  }
  return { mistake: 'is neither the id nor the client id of a GitHub App', example: APP_ID }
}

const KMS_ARN =
  /^arn:(aws(?:-[a-z]+)*):kms:([a-z0-9-]+):(\d*):(key\/(?:mrk-)?[A-Za-z0-9-]{1,64}|alias\/[\w/-]{1,250})$/
const KMS_EXAMPLE = 'arn:aws:kms:ap-southeast-2:465002806239:key/1234abcd-12ab-34cd-56ef-1234567890ab'

/** The full ARN: an id or an alias alone would be of whichever account and region asks. */
export const kmsKeyArn: Parser<KmsKeyArn> = (given) => {
  const [, partition = '', region = '', account = '', resource = ''] = KMS_ARN.exec(given) ?? []
  if (/BEGIN|^gh[a-z]_/.test(given)) {
    return { mistake: 'holds a secret, and no ARN', example: KMS_EXAMPLE, confidential: true }
  }
  if (resource === '')
    return { mistake: 'is not the full ARN of a KMS key or of its alias', example: KMS_EXAMPLE }
  if (!isAccountId(account)) {
    const mistake = `has the account "${account}", which is not 12 digits${lostZero(account)}`
    return { mistake, example: KMS_EXAMPLE }
  }
  if (!isRegion(region) || partitionOfRegion(region) !== partition) {
    return { mistake: `names no region of the partition ${partition}: "${region}"`, example: KMS_EXAMPLE }
  }
  const alias = resource.startsWith('alias/') ? resource : undefined
  return value({ arn: given, partition, region, account, alias })
}
