/** What GitHub takes of an App: RS256, which KMS calls so (RFC 7518, 3.3; KMS API reference, Sign). */
export const APP_SIGNING = 'RSASSA_PKCS1_V1_5_SHA_256'

/**
 * A statement for the keys that a session signs with, as narrow as KMS allows. An alias is no resource of a policy: it
 * is a condition on every key of its account and region (KMS developer guide, "Using aliases to control access").
 */
export function signingStatement(arn: string) {
  const at = arn.indexOf(':alias/')
  const alias = at < 0 ? undefined : arn.slice(at + 1)
  return {
    Effect: 'Allow',
    Action: 'kms:Sign',
    Resource: alias === undefined ? arn : `${arn.slice(0, at)}:key/*`,
    Condition: {
      StringEquals: { 'kms:SigningAlgorithm': APP_SIGNING, ...(alias ? { 'kms:RequestAlias': alias } : {}) },
    },
  }
}
