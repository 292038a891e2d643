/** What aws-actions/amazon-ecr-login does before `docker login`: the registry's password, for the caller's session. No types in here. */
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'

const answer = await new ECRClient().send(new GetAuthorizationTokenCommand({}))
const login = Buffer.from(answer.authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()
console.log(login.slice(login.indexOf(':') + 1))
