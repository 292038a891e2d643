import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

const ANOTHER_TAG = `Set \`tag\` to \`\${{ github.sha }}-r\${{ github.run_id }}\`, which is a new tag of the same commit`

export const IMAGE_HELP = {
  IMAGE_UNAVAILABLE: {
    knownAs: [
      'ImageArchivedException',
      'ImageInaccessible',
      'UpstreamAccessDenied',
      'UpstreamTooManyRequests',
      'UnableToGetUpstreamImageException',
    ],
    cases: [
      {
        when: 'The image is archived: the tag exists, and nobody can pull it. A look-up may not find it, while a push finds its tag taken; the role needs `ecr:DescribeImages` for this step to say so.',
        change: 'Restore it, and run the job again when its status is `ACTIVE`.',
        example: {
          language: 'sh',
          text: `aws ecr update-image-storage-class --region ap-southeast-2 \\
  --repository-name kubeadm_ec2_cluster/identity-service \\
  --image-id imageTag=4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c --target-storage-class STANDARD`,
        },
      },
      {
        when: '`KmsError`: the key of the repository is disabled, or ECR may not use it.',
        change: 'Enable the key, and allow ECR in its key policy.',
      },
      {
        when: 'A code with `Upstream`: the repository is one of a pull through cache rule, and its upstream registry refuses, limits requests or does not answer.',
        change: 'Correct the credentials of the rule, or run the job again later.',
      },
    ],
  },
  IMAGE_OTHER_COMMIT: {
    cases: [
      {
        when: 'The image has an annotation `org.opencontainers.image.revision`, and it names another commit than the tag does. Somebody pushed it by hand, or a workflow made the tag from one commit and built another.',
        change: `${ANOTHER_TAG}, and find out who pushed the other image.`,
      },
    ],
  },
  REPLICA_MISSING: {
    cases: [
      {
        when: 'An entry names a region of `replicas`, and ECR has not brought the image there in time. Nothing was committed.',
        change:
          'Look at the replication settings of the registry: a rule must have that region as its destination, and its filters must let the repository through. Images that were pushed before the rule was made are not replicated. Where images are large, give `replicas` more time.',
        example: {
          language: 'yaml',
          text: `with:
  replicas: |
    hosts: [465002806239.dkr.ecr.eu-west-1.amazonaws.com]
    timeout: 15m`,
        },
      },
    ],
  },
  IMAGE_PLATFORM_MISSING: {
    cases: [
      {
        when: 'The tag was pushed by a run with fewer `platforms`, or by another job of this run with another platform. An immutable tag cannot be completed, and an image without the platform of a node ends there as `exec format error`.',
        change: `Give the tag what differs, as \`\${{ github.sha }}-arm64\` (\`-r\${{ github.run_id }}\` is the same for every job of a run), or set \`platforms\` to those that the image has.`,
      },
      {
        when: 'This run has built the image, and its configuration names another platform: the engine took a base image of that one, as the classic builder of docker does.',
        change: `Give \`FROM\` an image that has the platform, or run docker/setup-buildx-action before, and set \`tag\` to a new one: \`\${{ github.sha }}-arm64\`.`,
      },
    ],
  },
  IMAGE_OTHER_PARTS: {
    cases: [
      {
        when: 'The input `tag` has an image already, and it is not the index of the images of `merge-tags`: an earlier workflow built it for one platform, a job of this run pushed its part under that tag, or the parts were built again under other tags.',
        change: `Give each job that pushes a part a tag of its own, such as \`\${{ github.sha }}-arm64\`. ${ANOTHER_TAG}; or name in \`merge-tags\` what the image is made of.`,
      },
    ],
  },
  MERGE_IMPOSSIBLE: {
    cases: [
      {
        when: 'Two images of `merge-tags` are for one platform, as their configurations say: a node would get the first of them.',
        change:
          'Have each job build on a runner of its platform (`runs-on`), or with `platforms`, and push under a new tag; or take one of the two out of `merge-tags`.',
      },
      {
        when: 'The images say different commits, or only some say one (annotation or label `org.opencontainers.image.revision`).',
        change: 'Name images of one commit in `merge-tags`.',
      },
      {
        when: 'A tag of `merge-tags` is not an image for a platform (a chart, a signature, an index that is empty), or the tags are indexes of more than 50 images.',
        change: 'Name images of containers in `merge-tags`, one for each platform.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
