import { describe, expect, test } from 'vitest'
import { awaitReplicas, type ReplicatedImage } from '../../../../src/aws/registry/await-replicas.ts'
import type { FoundImage, Registry } from '../../../../src/aws/registry/registry.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import type { Digest } from '../../../../src/names/reference.ts'
import type { RegistryAccess } from '../../../../src/plan/access.ts'
import { unwatched } from '../../../../src/runner/waiting.ts'
import { ACCOUNT, aFound, anAccess, digestOf, host, problemsOf, REPOSITORY, SHA } from '../../builders.ts'

const DUBLIN = host(`${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`)
const OHIO = host(`${ACCOUNT}.dkr.ecr.us-east-2.amazonaws.com`)
const DIGEST = digestOf('d')

const expected = (changes: Partial<ReplicatedImage> = {}): ReplicatedImage => ({
  access: anAccess(),
  replica: DUBLIN,
  repository: REPOSITORY,
  tag: SHA,
  digest: DIGEST,
  ...changes,
})

/** What a replica holds at each look, the last one for ever: the digest of every tag, or no such repository. */
type Looks = readonly (Digest | 'nothing' | 'no repository')[]

interface Scene {
  readonly looks: Looks
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

function open({ looks, timeoutMs = 60_000, signal = new AbortController().signal }: Scene) {
  const asked: { access: RegistryAccess; repository: string; tags: readonly string[] }[] = []
  const connect = (access: RegistryAccess) =>
    ({
      host: access.registry,
      find: async (repository: string, tags: readonly string[]) => {
        const look = looks[Math.min(asked.length, looks.length - 1)]
        asked.push({ access, repository, tags })
        if (look === 'no repository') return undefined
        const found = look === undefined || look === 'nothing' ? [] : tags.map((tag) => [tag, look] as const)
        return new Map(found.map(([tag, digest]): [string, FoundImage] => [tag, aFound({ digest })]))
      },
    }) as Pick<Registry, 'host' | 'find'> as Registry
  const arrived = awaitReplicas({ connect, timeoutMs, signal, watch: unwatched, pauseMs: 1 })
  return { asked, arrived }
}

describe('awaitReplicas', () => {
  test('asks each registry once for what is there, in its own region and by the session of the image', async () => {
    const { asked, arrived } = open({ looks: [DIGEST] })
    const images = [expected(), expected({ tag: 'v1.2.3' }), expected(), expected({ replica: OHIO })]
    await arrived(images)
    expect(asked.map(({ access, tags }) => [access.registry.region, tags])).toEqual([
      ['eu-west-1', [SHA, 'v1.2.3']],
      ['us-east-2', [SHA]],
    ])
    const { session } = expected().access
    expect(asked.map(({ access }) => access.session)).toEqual([session, session])
  })

  test('waits for the repository, the image and the very digest', async () => {
    const { asked, arrived } = open({ looks: ['no repository', 'nothing', digestOf('e'), DIGEST] })
    await arrived([expected()])
    expect(asked).toHaveLength(4)
  })

  test('asks no more for what it has seen', async () => {
    const { asked, arrived } = open({ looks: [DIGEST, digestOf('e')] })
    await arrived([expected()])
    await arrived([expected()])
    await arrived([])
    expect(asked).toHaveLength(1)
    await arrived([expected(), expected({ digest: digestOf('e'), tag: 'x' })])
    expect(asked[1]?.tags).toEqual(['x'])
  })

  test('says what to look at when the time is up, for each image and region', async () => {
    const { asked, arrived } = open({ looks: ['nothing'], timeoutMs: 0 })
    const problems = await problemsOf(() => arrived([expected(), expected({ replica: OHIO })]))
    expect(asked).toHaveLength(2)
    expect(problems.map(({ code }) => code)).toEqual(['REPLICA_MISSING', 'REPLICA_MISSING'])
    const [{ message, hint } = { message: '', hint: '' }] = problems
    expect(message).toMatch(
      `${REPOSITORY}:${SHA} (${DIGEST}) did not get from ap-southeast-2 to ${DUBLIN.host} within `,
    )
    expect(message).toContain('nothing was committed')
    expect(hint).toMatch(/replication settings .*ap-southeast-2.*eu-west-1 as its destination/)
    expect(hint).toContain('timeout in the input replicas')
    expect(hint).toContain(
      `describe-image-replication-status --region ap-southeast-2 --registry-id ${ACCOUNT} --repository-name ${REPOSITORY} --image-id imageTag=${SHA}`,
    )
  })

  test('names the image that has the tag instead', async () => {
    const { arrived } = open({ looks: [digestOf('e')], timeoutMs: 0 })
    const [problem] = await problemsOf(() => arrived([expected()]))
    expect(problem?.message).toContain(`, where ${digestOf('e')} has that tag`)
  })

  test('ends with a cancelled run', async () => {
    const cancel = new AbortController()
    const { arrived } = open({ looks: ['nothing'], signal: cancel.signal })
    const waiting = arrived([expected()])
    cancel.abort()
    const error: unknown = await waiting.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(error).not.toBeInstanceOf(StepError)
  })

  test.each([
    ['an endpoint of AWS in another region', 'https://api.ecr.ap-southeast-2.amazonaws.com/', false],
    [
      'a VPC endpoint of another region',
      'https://vpce-1-a.api.ecr.ap-southeast-2.vpce.amazonaws.com/',
      false,
    ],
    ['an endpoint of AWS in that region', 'https://api.ecr.eu-west-1.amazonaws.com/', true],
    ['an endpoint of its own', 'https://ecr.example.com/', true],
    ['loopback', 'http://127.0.0.1:4566/', true],
  ])('through %s: asked there or not', async (_, url, there) => {
    const ECR = { variable: 'AWS_ENDPOINT_URL_ECR', url }
    const { asked, arrived } = open({ looks: [DIGEST] })
    await arrived([expected({ access: anAccess({ endpoints: { ECR } }) })])
    expect(asked[0]?.access.endpoints.ECR).toEqual(there ? ECR : undefined)
  })
})
