import type { ErrorCode } from '../../src/errors.ts'
import type { Help } from './help.ts'

export const BUILD_HELP = {
  ENGINE_MISSING: {
    knownAs: ['Cannot connect to the Docker daemon', 'docker: command not found'],
    cases: [
      {
        when: 'None of docker buildx, buildah and docker answers, or `engine` or `builder` names one that does not.',
        change:
          'Use a runner with Docker (`ubuntu-latest` has it), start the daemon, or install buildah. An image that exists needs none: `build: never`.',
      },
    ],
  },
  ENGINE_UNSUITABLE: {
    cases: [
      {
        when: 'Several `platforms` or a `builder` were asked for, which only buildx has.',
        change: 'Run docker/setup-buildx-action before, or leave these inputs empty.',
      },
    ],
  },
  DOCKERFILE_MISSING: {
    cases: [
      {
        when: 'The checkout is missing, or `context` is no folder of it.',
        change: 'Run actions/checkout before this step, and correct `context`.',
      },
      {
        when: 'The Dockerfile has another name or place.',
        change: 'Set `file`. It is relative to the workspace, not to `context`.',
      },
    ],
  },
  BUILD_FAILED: {
    knownAs: [
      'pull access denied',
      'failed to resolve source metadata',
      '403 Forbidden',
      'no basic auth credentials',
    ],
    cases: [
      {
        when: 'An instruction failed. The error has its line and what it printed.',
        change: 'Correct that line. Nothing was pushed and nothing was committed.',
      },
      {
        when: 'A private base image was refused: its registry is another one than that of the step.',
        change:
          'List the host, with a role of its own if need be, and allow `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer` on its repository.',
        example: {
          language: 'yaml',
          text: `with:
  login-registries: |
    210987654321.dkr.ecr.eu-central-1.amazonaws.com
    333322221111.dkr.ecr.us-east-1.amazonaws.com=arn:aws:iam::333322221111:role/base-images`,
        },
      },
      {
        when: '`public.ecr.aws` answers 403 to a login that has ended, where it would have answered without one.',
        change: 'Run `docker logout public.ecr.aws` on that runner.',
      },
    ],
  },
  PUSH_FAILED: {
    knownAs: [
      'no basic auth credentials',
      'Your authorization token has expired. Reauthenticate and try again.',
      'ImageTagAlreadyExistsException',
      'tag invalid: The image tag already exists and cannot be overwritten because the repository is immutable',
      'denied: User is not authorized to perform: ecr:InitiateLayerUpload',
    ],
    cases: [
      {
        when: '`denied`: a write action is not allowed.',
        change:
          'Allow `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload` and `ecr:PutImage` on the repository (see [ECR_DENIED](#ecr_denied)).',
      },
      {
        when: '`ImageTagAlreadyExistsException`, which docker tells as `tag invalid`: another run has pushed the tag. This step looks first and reuses what is there, and asks the registry again after a failed push, so re-running a job does not end here.',
        change: 'Run the job again; if it stays, look at the image in the ECR console.',
      },
      {
        when: '`no basic auth credentials`: the engine found no login for the host. The login is written for the exact host, in a configuration of its own, whatever credential helpers the runner has.',
        change: 'Look for a wrapper around docker, or a remote builder, that ignores `DOCKER_CONFIG`.',
      },
      {
        when: '`Your authorization token has expired`: the build took longer than the 12 hours of an ECR token.',
        change: 'Run the job again with the layers in the cache of the builder, or split the build.',
      },
    ],
  },
  REGISTRY_UNAVAILABLE: {
    knownAs: [
      'TOOMANYREQUESTS',
      '503 Service Unavailable',
      'connection reset by peer',
      'TLS handshake timeout',
    ],
    cases: [
      {
        when: 'The registry answered 5xx or 429 to three attempts to push.',
        change:
          'Run the job again: layers that arrived are not sent twice. If it stays, look at health.aws.amazon.com.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
