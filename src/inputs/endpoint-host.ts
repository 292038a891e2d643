import { type Parser, value } from './fields.ts'

const EXAMPLE = 'sts.aws.example.com'

/** `host` or `host:port` of an endpoint, in the one form that a URL has for it, so that it can be compared. */
export const endpointHost: Parser<string> = (given) => {
  const mistake = mistakeIn(given)
  if (mistake) return { mistake, example: EXAMPLE, ...(given.includes('@') ? { confidential: true } : {}) }
  const host = given.toLowerCase().replace(/:443$/, '')
  // What a URL writes otherwise is another host than it seems: a number that is an address, a name in other letters.
  const isCanonical = URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host
  return isCanonical ? value(host) : { mistake: 'is not a host name, or host:port', example: EXAMPLE }
}

function mistakeIn(given: string): string | undefined {
  if (given.includes('@')) return 'holds a user name or password'
  if (given.includes('://')) return 'has a scheme: give the bare host; it is asked over HTTPS alone'
  if (/[/\\?#]/.test(given)) return 'has a path: a host is trusted as a whole'
  if (given.includes('*')) return 'is a pattern: name each host'
  if (/[\s,]/.test(given)) return 'holds several hosts, or white space: give one a line'
  return given.endsWith('.') ? 'ends with a dot' : undefined
}
