import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

export const BUILD_HELP = {
  ENGINE_MISSING: {
    knownAs: [
      'Cannot connect to the Docker daemon',
      'permission denied while trying to connect to the Docker daemon socket',
      'docker: command not found',
    ],
    cases: [
      {
        when: '`builder`, or the variable `BUILDX_BUILDER`, names a builder that buildx does not know.',
        change:
          'Correct it, or make the builder before: docker/setup-buildx-action has its name as an output.',
      },
      {
        when: 'None of docker buildx, buildah and docker answers, or `engine` names one that does not. The message has what they said.',
        change:
          'Use a runner with Docker (`ubuntu-latest` has it), start the daemon, or install buildah. An image that exists needs none: `build: never`.',
      },
    ],
  },
  ENGINE_UNSUITABLE: {
    knownAs: [
      'Multi-platform build is not supported for the docker driver',
      'Cache export is not supported for the docker driver',
      'Attestation is not supported for the docker driver',
      'exec format error',
    ],
    cases: [
      {
        when: 'Several `platforms`, a cache, attestations, `compression` or a `builder` were asked for, which not every engine has (`compression` buildah, too, but not as eStargz, and in older versions not for layers of base images); the classic builder of docker has no secrets, `ssh` and `build-contexts` either.',
        change: 'Run docker/setup-buildx-action before, or leave these inputs empty.',
      },
      {
        when: 'buildx works with the driver of docker itself, whose daemon without the containerd image store writes no cache, no attestations and one platform only.',
        change: 'Run docker/setup-buildx-action before, or name another builder in `builder`.',
      },
      {
        when: '`exec format error`: a step was built for another processor than the one it runs on.',
        change: 'Run docker/setup-qemu-action before, or take that platform out of `platforms`.',
      },
      {
        when: '`unknown flag` of the command itself, or a Dockerfile that `requires BuildKit`: the engine is too old, or is the classic builder of docker.',
        change: 'Update it, or run docker/setup-buildx-action before and set `engine: buildx`.',
      },
      {
        when: 'The Dockerfile has here-documents (`RUN <<EOF`), which buildah reads since 1.35 (`Unknown instruction: "ECHO"`, `"/<<EOF": no such file or directory`), and the classic builder of docker not at all: it would leave out their lines without a word.',
        change: 'Update buildah, set `engine: buildx`, or do without them.',
      },
      {
        when: 'The run builds files of a fork, and this version of the engine lets a Dockerfile write files of the machine that builds (the CVEs are in the message), or does not say its version. Builds of your own files get a warning. The version of the program counts, whatever patches a distribution has added.',
        change:
          'Update the engine to the version in the message, or run docker/setup-buildx-action before: its builder is a current BuildKit, and has been started.',
      },
    ],
  },
  BUILDER_SHARED: {
    cases: [
      {
        when: 'A run for a fork, or one that does not say whose files are checked out, would build on a builder of another machine: with the driver remote, kubernetes or cloud, or with docker behind `DOCKER_HOST` or a context. Layers and cache mounts stay there, and the next build of the default branch takes them.',
        change:
          'Give such runs a builder of their own, which ends with the job, or set `share-builder: true` where the builder is used by nobody else.',
      },
    ],
  },
  BUILDER_UNREACHABLE: {
    knownAs: [
      'context deadline exceeded',
      'error reading server preface',
      'failed to list workers: Unavailable',
      'failed to dial gRPC',
    ],
    cases: [
      {
        when: 'The builder did not answer for a minute: it is tried again for that long, because a pool of builders may be starting one.',
        change: 'Start the builder, or correct its endpoint; see what `docker buildx ls` says of it.',
      },
      {
        when: '`x509:` or `tls:` in the error: the certificates of a remote builder are wrong, which is not tried again. Some versions of buildx report it as `context deadline exceeded`.',
        change:
          'Correct the files in `docker buildx create --driver remote --driver-opt cacert=...,cert=...,key=...,servername=...`.',
      },
      {
        when: 'buildx could not pull `moby/buildkit` from Docker Hub to start a builder.',
        change:
          'Log in to Docker Hub before, take that image from elsewhere (driver option `image=`), or use no such builder.',
      },
    ],
  },
  PATH_OUTSIDE: {
    knownAs: ['outside of the workspace', 'forbidden path outside the build context'],
    cases: [
      {
        when: 'A link of the checkout leads out of the workspace: the context, a Dockerfile, a list of ignored files, a secret file, a key or a local cache lies behind it. The message names the link and where it leads.',
        change:
          'Take the link out of the checkout, or put there what it points to. In a pull request of somebody else it may be an attempt to read the files of the runner: do not merge it.',
      },
      {
        when: 'The workflow itself names a context or Dockerfile outside of the workspace, such as `context: ..`.',
        change:
          'Copy what the build needs into the workspace. If the build may read a whole folder elsewhere, name that folder: what lies in it may end up in the image.',
        example: { language: 'yaml', text: 'with:\n  trusted-paths: /opt/shared-sources' },
      },
      {
        when: 'The context holds, or lies in, `HOME` or `RUNNER_TEMP`, where the logins, keys and tokens of the job are. `trusted-paths` does not change that; the workspace itself may lie in them.',
        change:
          'Build from a folder of the workspace; what an earlier step has put into `RUNNER_TEMP` can be moved there. Where `HOME` is the workspace, set `HOME` to another folder in `env` of the job.',
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
        when: 'actions/checkout has a `path`: the checkout is in that folder of the workspace.',
        change: 'Begin `context` and `file` with that folder.',
      },
      {
        when: 'The Dockerfile has another name (`DockerFile`, `Dockerfile.prod`) or place: the hint names those that are there.',
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
      'failed to compute cache key',
      'dockerfile parse error',
      'no space left on device',
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
        when: '`dockerfile parse error on line 3: unknown flag: --parents`, `unexpected key`, `unsupported mount type`: a typing error, or a Dockerfile that is newer than what reads it.',
        change:
          'Correct the line, or put `# syntax=docker/dockerfile:1` on the first line, which has BuildKit fetch a current reader. buildah and the classic builder of docker read by themselves: update buildah, or set `engine: buildx`.',
      },
      {
        when: "The files of the run may be anybody's, and the build needs a secret, a login or a cache that such files do not get: the error names what was left out.",
        change:
          'Let the build of a pull request do without it, or build it after the merge. [builds.md](builds.md#files-of-strangers) says what such a run may use.',
      },
      {
        when: 'A base image comes over a pull through cache that does not hold it yet, and its first pull creates the repository. BuildKit reports no more of it than `not found` or `403 Forbidden`.',
        change:
          'List the host with the prefix of the rule in `login-registries`, because the session of this step creates no base repository for a host alone, and allow `ecr:CreateRepository` and `ecr:BatchImportUpstreamImage` below that prefix (in the registry permissions, too, for a role of another account). Or pull the image once as somebody who may. Official images of Docker Hub have `library/` behind the prefix.',
        example: {
          language: 'yaml',
          text: `with:
  login-registries: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/docker-hub`,
        },
      },
      {
        when: 'No space is left on the machine that builds.',
        change: 'Free some, use a runner with a larger disk, or set `builder` to a remote builder.',
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
      'provided digest did not match uploaded content',
    ],
    cases: [
      {
        when: '`denied`: a write action is not allowed.',
        change:
          'Allow `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload` and `ecr:PutImage` on the repository (see [ECR_DENIED](#ecr_denied)).',
      },
      {
        when: '403 for an address with `?from=base%2Fnode&mount=`: a layer of the base image is taken over from the repository `base/node`, which the role may not read.',
        change:
          'Allow `ecr:BatchCheckLayerAvailability`, `ecr:GetDownloadUrlForLayer` and `ecr:BatchGetImage` on that repository.',
      },
      {
        when: '`ImageTagAlreadyExistsException`, which docker reports as `tag invalid`: another run has pushed the tag. This step looks first and reuses what is there, and asks the registry again after a failed push, so re-running a job does not end here.',
        change: 'Run the job again; if it stays, look at the image in the ECR console.',
      },
      {
        when: '`no basic auth credentials`: the engine found no login for the host. The login is written for the exact host, in a configuration of its own, whatever credential helpers the runner has.',
        change: 'Look for a wrapper around docker, or a remote builder, that ignores `DOCKER_CONFIG`.',
      },
      {
        when: '`provided digest did not match uploaded content`, `blob unknown to registry`, `InvalidLayerException`, and the like: what was sent did not arrive whole, in three attempts.',
        change:
          'Run the job again: layers that arrived are not sent twice. If it stays, look for a proxy that changes or cuts what passes between the builder and the registry, and at the disk of the builder.',
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
      'You have reached your pull rate limit',
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
      {
        when: 'The registry of a base image did, or the quota of Docker Hub or ECR Public is used up, which is not tried again.',
        change:
          'Log in to it before this step (docker/login-action), or take the image from ECR, for example over a pull through cache rule.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
