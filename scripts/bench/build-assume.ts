/** What aws-actions/configure-aws-credentials does at least: an OIDC token, and a session of the role for it. No types in here: see bundle(). */
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'

const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer, ROLE: role } = process.env
const headers = { authorization: `Bearer ${bearer}` }
const token = await fetch(`${url}&audience=sts.amazonaws.com`, { headers })
const { value } = JSON.parse(await token.text())
const { Credentials: session } = await new STSClient().send(
  new AssumeRoleWithWebIdentityCommand({
    RoleArn: role,
    RoleSessionName: 'GitHubActions',
    WebIdentityToken: value,
  }),
)
console.log(session?.AccessKeyId, session?.SecretAccessKey, session?.SessionToken)
