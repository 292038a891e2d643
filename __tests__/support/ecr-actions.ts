import type { EcrCall } from './ecr-call.ts'
import { batchGetImage, describeImages, putImage } from './ecr-images.ts'
import { getDownloadUrlForLayer } from './ecr-layers.ts'
import { createRepository, describeRepositories, keepDocument, lifecyclePolicy } from './ecr-repositories.ts'

export const ecrActions: Record<string, (call: EcrCall) => unknown> = {
  GetAuthorizationToken: (call) => {
    const accounts = call.input.registryIds ?? [call.home.account]
    return { authorizationData: accounts.map((account) => authorization(call, account)) }
  },
  DescribeRepositories: describeRepositories,
  CreateRepository: createRepository,
  BatchGetImage: batchGetImage,
  DescribeImages: describeImages,
  PutImage: putImage,
  GetDownloadUrlForLayer: getDownloadUrlForLayer,
  GetLifecyclePolicy: lifecyclePolicy,
  PutLifecyclePolicy: (call) => keepDocument(call, 'lifecyclePolicyText'),
  SetRepositoryPolicy: (call) => keepDocument(call, 'policyText'),
}

function authorization({ home, session, settings, issuePassword }: EcrCall, account: string): unknown {
  const { password, expiresAt } = issuePassword(session)
  return {
    authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
    expiresAt: expiresAt.getTime() / 1000,
    proxyEndpoint: settings.proxyEndpoint({ ...home, account }),
  }
}
