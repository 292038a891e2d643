import { missingHint, privateHint } from './base-hints.ts'
import { actionHint, pushHint } from './denied-hints.ts'
import { heredocHint, newerHint } from './dockerfile-hints.ts'
import type { FailureKind } from './kind.ts'
import type { Subject } from './subject.ts'

type Hint = string | ((subject: Subject) => string)

const AGAIN = 'Run the job again: layers that arrived are not sent twice.'

/** What to change, by kind of failure. */
export const HINTS: Readonly<Record<FailureKind, Hint>> = {
  'step-failed': ({ place }) => `Correct ${place}.`,
  other: ({ place }) => `Correct ${place}.`,
  syntax: ({ place }) => `Correct ${place}.`,
  'dockerfile-newer': newerHint,
  'heredoc-unknown': heredocHint,
  'file-missing': ({ place }) =>
    `Correct ${place}, or the input context: the file must lie in that folder, and no line of .dockerignore may exclude it.`,
  'target-missing': 'Correct the input target: it is the name of a stage, as in FROM ... AS name.',
  'disk-full':
    'Free disk space on the machine that builds (docker system df shows what uses it), use a runner with a larger disk, or set the input builder to a remote builder.',
  'emulation-missing':
    'Run docker/setup-qemu-action before this step, or take a platform out of the input platforms: the step is for another processor than that of the builder.',
  killed:
    'Give the build more memory (a runner with more of it, a lower max-parallel, or a remote builder in the input builder): that is what 137 and SIGKILL mostly mean. Else look for what ends processes on this runner.',
  'builder-unreachable':
    'Start the builder of the input builder, or correct its endpoint; see what `docker buildx ls` says of it. Some versions of buildx say no more where the certificates of a remote builder are wrong (driver options cacert, cert, key, servername).',
  'builder-untrusted':
    'Correct the certificates of the remote builder in docker buildx create: --driver-opt cacert, cert, key and servername, which must be a name in its certificate.',
  'feature-missing': ({ reason }) => featureHint(reason),
  'entitlement-missing':
    'Allow it where the builder is set up (insecure-entitlements in buildkitd.toml, buildkitd-flags of docker/setup-buildx-action), or leave the input network empty.',
  'flag-unknown': ({ reason }) =>
    `Update the engine (docker/setup-buildx-action installs a current buildx), or leave the input empty that asks for ${/flag: '?(\S+?)'?(?:\s|$)/.exec(reason)?.[1] ?? 'it'}.`,
  'quota-used': ({ place }) =>
    `Log in to that registry before this step (docker/login-action: the quota of an account is larger than that of an address), or take the base image in ${place} from ECR, for example over a pull through cache rule.`,
  busy: ({ repository, place }) =>
    repository === undefined
      ? `Run the job again. If it stays, log in to the registry of the base image before this step (docker/login-action), or take the image in ${place} from ECR.`
      : `${AGAIN} If it stays, let fewer jobs push at once, or raise the rate of the ECR action in Service Quotas.`,
  unavailable: ({ repository, place }) =>
    repository === undefined
      ? `Run the job again. If it stays, look at what serves ${place}: the registry of the base image, or the proxy in between.`
      : `${AGAIN} If it stays, look at health.aws.amazon.com.`,
  damaged: ({ repository, place }) =>
    repository === undefined
      ? `Run the job again: what was read did not arrive whole. If it stays, empty the cache of the builder (docker buildx prune), or look for a proxy or mirror that changes what passes between it and the registries of ${place}.`
      : `${AGAIN} What was sent did not arrive whole: if it stays, look for a proxy that changes or cuts what passes between the builder and the registry, and at the disk of the builder.`,
  'registry-untrusted':
    'Let the engine trust the certificate of that registry or proxy: /etc/docker/certs.d/HOST/ca.crt for docker, `ca` of that registry in buildkitd.toml for a builder.',
  'host-unknown': ({ place }) =>
    `Correct the host name in ${place}, or let the machine that builds resolve it: for ECR without an internet gateway, over a VPC endpoint with private DNS.`,
  'base-private': privateHint,
  'base-platform': ({ place }) =>
    `Correct the input platforms, or ${place}: its base image is not made for one of them.`,
  'base-missing': missingHint,
  'tag-taken':
    'Run the job again: an image that is there is reused. If it stays, the image of that tag may be archived, which keeps it from being found: look at it in the ECR console, and restore it; or allow ecr:DescribeImages to role-to-assume, so that this step can say.',
  'repository-missing': ({ repository }) =>
    `Create the repository ${repository}, or correct the input repository or registry.`,
  'token-expired':
    'Run the job again, with the layers in the cache of the builder: a login to ECR lasts 12 hours.',
  'action-denied': actionHint,
  'login-refused':
    'Look for a wrapper around the engine, or a remote builder, that ignores DOCKER_CONFIG: the login of this step is written there, for the exact host.',
  'push-denied': pushHint,
  'refused-silently': ({ repository }) =>
    `Look for the tag in ${repository} in the ECR console, and use a newer engine: this one does not tell the registry's reason (docker/setup-buildx-action installs a current BuildKit).`,
}

/** buildx names the feature; each comes from an input. */
function featureHint(reason: string): string {
  const builder = 'run docker/setup-buildx-action before this step'
  if (/platform/i.test(reason)) {
    return `For several platforms, ${builder}; or give the input platforms one value.`
  }
  if (/attestation/i.test(reason)) {
    return `For provenance and SBOM, ${builder}; or leave the inputs provenance and sbom empty.`
  }
  if (/cache/i.test(reason))
    return `To export a cache, ${builder}; or leave the inputs cache, cache-from and cache-to empty.`
  return `Set engine: buildx, and ${builder}: this engine cannot do what the Dockerfile or an input asks for.`
}
