import type { Problem } from '../errors/errors.ts'
import { type Judged, judgedTogether, sound } from '../errors/judged.ts'
import { type EcrHost, isLoopback } from '../names/host.ts'
import { type AwsService, isServiceHost } from '../names/service-hosts.ts'
import { oneLine } from '../names/text.ts'
import type { Endpoint, Endpoints } from '../plan/access.ts'
import type { Source } from '../source/source.ts'

interface EndpointInputs {
  readonly trustedEndpoints: readonly string[]
  readonly awsCredentials: 'oidc' | 'ambient'
}

interface EndpointOptions {
  readonly inputs: EndpointInputs
  readonly source: Pick<Source, 'endpoints'>
  /** Asked besides STS. */
  readonly services?: readonly AwsService[]
}

/**
 * Where the services are asked that get a token or credentials: at the address that a variable names, where that is of
 * AWS, loopback or trusted by an input, else at AWS's own. A variable alone grants nothing: any step before this one
 * can write it (GITHUB_ENV).
 */
export function planEndpoints(
  { partition }: EcrHost,
  { inputs, source, services = ['ECR'] }: EndpointOptions,
): Judged<Endpoints> {
  const judge = (variable: string | undefined, destination: Destination): Judged<Endpoint | undefined> => {
    const text = variable === undefined ? undefined : source.endpoints.get(variable)
    if (variable === undefined || text === undefined) return sound(undefined)
    const judged = judgeEndpoint(text, destination, inputs.trustedEndpoints)
    if (judged instanceof URL) return sound({ variable, url: judged.href })
    return { value: undefined, problems: [problemOf(variable, judged, destination)] }
  }
  const sources = inputs.awsCredentials === 'ambient' ? SOURCES : []
  const endpointOf = (service: AwsService) =>
    judge(variableOf(service, source), serviceIn(service, partition))
  const asked: readonly AwsService[] = ['STS', ...services]
  const judged = asked.map(endpointOf)
  const { problems } = judgedTogether([...sources.map((place) => judge(place.variable, place)), ...judged])
  return { value: Object.fromEntries(asked.map((service, at) => [service, judged[at]?.value])), problems }
}

/** The one of a service goes before the one of all; none counts where they are to be ignored (AWS SDKs reference). */
function variableOf(service: AwsService, { endpoints }: EndpointOptions['source']): string | undefined {
  if (/^true$/i.test(endpoints.get('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ?? '')) return undefined
  return [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL'].find((variable) => endpoints.has(variable))
}

/** Who should answer, and at which hosts. */
interface Destination {
  readonly what: string
  readonly isOwn: (url: URL) => boolean
  /** What is asked when the variable is unset. */
  readonly otherwise: string
}

const serviceIn = (service: AwsService, partition: string): Destination => ({
  what: `${service} in partition ${partition}`,
  isOwn: ({ protocol, host }) => protocol === 'https:' && isServiceHost(host, service, partition),
  otherwise: "AWS's own endpoint is asked then",
})

const linkLocal =
  (...hosts: readonly string[]) =>
  ({ host }: URL) =>
    hosts.includes(host)

/** Where the SDK asks for credentials of the runner: link-local addresses (ECS, EKS and EC2 guides). */
const SOURCES: readonly (Destination & { readonly variable: string })[] = [
  {
    variable: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    what: 'ECS or EKS',
    isOwn: linkLocal('169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'),
    otherwise: 'the other sources of credentials are asked then',
  },
  {
    variable: 'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    what: 'EC2',
    isOwn: linkLocal('169.254.169.254', '[fd00:ec2::254]'),
    otherwise: 'the instance is asked at its usual address then',
  },
]

type Fault = 'malformed' | 'credential' | 'plain' | 'foreign'

interface Refused {
  readonly fault: Fault
  /** The address as it may be shown: what stands in it besides may be a secret. */
  readonly shown: string
}

/** The address as a URL, which is how the SDK reads it, too; or what is wrong with it. */
function judgeEndpoint(text: string, { isOwn }: Destination, trusted: readonly string[]): URL | Refused {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return { fault: 'malformed', shown: abridged(text) }
  const refused = (fault: Fault): Refused => ({ fault, shown: abridged(url.origin) })
  if (url.username || url.password) return refused('credential')
  if (isLoopback(url.host) || isOwn(url)) return url
  if (url.protocol === 'http:') return refused('plain')
  return trusted.includes(url.host) ? url : refused('foreign')
}

function abridged(text: string): string {
  const line = oneLine(text)
  if (line.includes('@')) return 'a text with "@" in it'
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}

function problemOf(variable: string, { fault, shown }: Refused, { what, otherwise }: Destination): Problem {
  const unset = `Unset the variable ${variable}, or set it to "" in env of this step: ${otherwise}.`
  if (fault === 'malformed') {
    const message = `the variable ${variable} is "${shown}", which is not the URL of an endpoint`
    return { code: 'INPUT_INVALID', inputs: INPUTS, message, hint: unset }
  }
  const { why, fix } = FAULTS[fault]
  const message = `the variable ${variable} names ${shown} for ${what}, ${why}`
  return { code: 'ENDPOINT_UNTRUSTED', inputs: INPUTS, message, hint: `${unset} ${ALARM} ${fix}` }
}

/** While the list itself is refused, nothing can be said of what it may hold. */
const INPUTS = ['trusted-endpoints']

/** The reader may be the victim: who would be helped by adding the host must be asked first. */
const ALARM =
  'If nobody meant to set it, find out which step (through GITHUB_ENV) or setting of the runner did before you run the job again: whoever answers there would have received a token or credentials of the role.'

const FAULTS: Readonly<Record<Exclude<Fault, 'malformed'>, { readonly why: string; readonly fix: string }>> =
  {
    credential: {
      why: 'with a user name before the host',
      fix: 'An endpoint has neither user name nor password.',
    },
    plain: {
      why: 'over plain HTTP, which others on the network can read',
      fix: 'Outside of the runner itself an endpoint must be an https:// address, also one that trusted-endpoints lists.',
    },
    foreign: {
      why: 'which is not an endpoint of it',
      fix: 'Only if those who run your network say that this endpoint is theirs, add its host to the input trusted-endpoints.',
    },
  }
