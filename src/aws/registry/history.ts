import {
  DescribeImagesCommand,
  type DescribeImagesCommandOutput,
  GetLifecyclePolicyCommand,
  type ImageDetail,
} from '@aws-sdk/client-ecr'
import type { EcrHost } from '../../names/host.ts'
import type { EcrSession } from './ecr-session.ts'
import type { RepositoryHistory } from './registry.ts'

interface Place {
  readonly host: EcrHost
  readonly repository: string
}

/** What DescribeImages gives at once (ECR API reference, `maxResults`), and how often it is asked for more. */
const PAGE = 1000
const MOST_PAGES = 5

/** See `Registry.history`. */
export async function readHistory(session: EcrSession, place: Place): Promise<RepositoryHistory> {
  const [newest, lifecycle] = await Promise.all([
    newestTags(session, place).catch(() => []),
    lifecyclePolicy(session, place).catch(() => undefined),
  ])
  return { newest, lifecycle }
}

async function newestTags(session: EcrSession, { host, repository }: Place): Promise<readonly string[]> {
  const images: ImageDetail[] = []
  let nextToken: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const command = new DescribeImagesCommand({
      registryId: host.account,
      repositoryName: repository,
      filter: { tagStatus: 'TAGGED' },
      maxResults: PAGE,
      nextToken,
    })
    const answer: DescribeImagesCommandOutput = await session.attempt((client, options) =>
      client.send(command, options),
    )
    images.push(...(answer.imageDetails ?? []))
    nextToken = answer.nextToken
    if (nextToken === undefined) break
  }
  return images
    .toSorted((one, other) => pushedAt(other) - pushedAt(one))
    .flatMap(({ imageTags = [] }) => imageTags)
}

const pushedAt = ({ imagePushedAt }: ImageDetail): number => imagePushedAt?.getTime() ?? 0

async function lifecyclePolicy(
  session: EcrSession,
  { host, repository }: Place,
): Promise<string | undefined> {
  const command = new GetLifecyclePolicyCommand({ registryId: host.account, repositoryName: repository })
  const answer = await session.attempt((client, options) => client.send(command, options))
  return answer.lifecyclePolicyText
}
