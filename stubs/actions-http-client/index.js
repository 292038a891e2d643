/**
 * The real package brings undici: 900 kB that every run would compile, for an OIDC request that src/aws/session/oidc.ts
 * makes itself. Whoever reaches this code called core.getIDToken, and gets this error.
 */
class Unavailable {
  constructor() {
    throw new Error('@actions/http-client is not part of this action: use src/aws/session/oidc.ts')
  }
}

export { Unavailable as BearerCredentialHandler, Unavailable as HttpClient }
