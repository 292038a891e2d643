import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explainFailure } from '../../../../src/images/failure/build-problem.ts'
import { kindOf } from '../../../../src/images/failure/kind.ts'
import { readFailure } from '../../../../src/images/failure/read.ts'
import type { EngineName } from '../../../../src/inputs/build-inputs.ts'
import type { BuildPlan } from '../../../../src/plan/build.ts'
import { aBuild, anImage, host } from '../../builders.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/build-output')

function explained(name: string, stage: 'build' | 'push', attempts = 1) {
  const failure = readFailure(readFileSync(join(FOLDER, `${name}.txt`), 'utf8').split('\n'), '')
  const image = anImage({ name: 'api', tag: 'x' })
  const dockerfile = { path: 'services/api/Dockerfile', text: '', isLink: false }
  const target = stage === 'push' ? `${image.repositoryUrl}:x` : undefined
  return explainFailure(
    { ...failure, kind: kindOf(failure, stage), stage, attempts },
    { image, target, dockerfile, engine: { name: 'buildx' } },
  )
}

describe('a failed build', () => {
  test('names the image, the line and the log of the step', () => {
    const problem = explained('buildx/step-lies', 'build')
    expect(problem.message).toMatch(/^the build of api failed at services\/api\/Dockerfile:4: ERROR: /)
    expect(problem.message).toContain('The step printed:\n  0.056 hello')
    expect(problem.hint).toMatch(/^Correct line 4 of services\/api\/Dockerfile\. Nothing of api was pushed/)
    expect(problem.checkoutPlace).toEqual({ file: 'services/api/Dockerfile', line: 4 })
  })

  test.each([
    ['buildkit/base-quota', 'REGISTRY_UNAVAILABLE', /docker\/login-action.*pull through cache/],
    ['buildx/base-503', 'REGISTRY_UNAVAILABLE', /Run the job again.*line 1 of/],
    ['buildx/base-no-login', 'BUILD_FAILED', /login-registries.*ecr:BatchGetImage/],
    ['docker/base-missing', 'BUILD_FAILED', /Correct the image or the stage/],
    ['buildkit/base-other-platform', 'BUILD_FAILED', /input platforms/],
    ['buildx/file-missing', 'BUILD_FAILED', /line 4 of .*input context.*\.dockerignore/],
    ['buildkit/target-missing', 'BUILD_FAILED', /input target/],
    ['buildkit/disk-full-step', 'BUILD_FAILED', /disk space.*input builder/],
    ['buildx/other-processor', 'ENGINE_UNSUITABLE', /docker\/setup-qemu-action.*input platforms/],
    ['buildx/platforms', 'ENGINE_UNSUITABLE', /input platforms/],
    ['buildx/cache', 'ENGINE_UNSUITABLE', /export a cache.*docker\/setup-buildx-action/],
    ['buildx/attestation', 'ENGINE_UNSUITABLE', /For provenance and SBOM.*docker\/setup-buildx-action/],
    ['docker/flag', 'ENGINE_UNSUITABLE', /asks for --secret\./],
    ['buildkit/builder-x509', 'BUILDER_UNREACHABLE', /cacert, cert, key and servername/],
    ['buildx/remote-unreachable', 'BUILDER_UNREACHABLE', /input builder/],
  ])('of %s is %s, and the hint names what to change', (name, code, hint) => {
    expect(explained(name, 'build')).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  describe('of a Dockerfile that is newer than its reader', () => {
    const hintFor = (output: string, name: EngineName, text = '') => {
      const failure = readFailure(output.split('\n'), text)
      const { code, hint, message } = explainFailure(
        { ...failure, kind: kindOf(failure, 'build'), stage: 'build', attempts: 1 },
        {
          image: anImage({ build: aBuild() }),
          target: undefined,
          dockerfile: { path: 'Dockerfile', text, isLink: false },
          engine: { name, version: name === 'buildah' ? '1.28.2' : undefined },
        },
      )
      expect(code).toBe('BUILD_FAILED')
      expect(message).toMatch(/failed at Dockerfile:3:/)
      return hint
    }
    const EXCERPT =
      'Dockerfile:3\n--------------------\n   1 |     FROM scratch\n   3 | >>> COPY --parents b /b\n--------------------\n'
    const PARENTS = 'dockerfile parse error on line 3: unknown flag: --parents'

    test.each([
      `${EXCERPT}ERROR: failed to solve: ${PARENTS}`,
      `${EXCERPT}ERROR: failed to solve: dockerfile parse error on line 3: unknown flag: parents`,
      `${EXCERPT}ERROR: failed to build: failed to solve: unexpected key 'env' in 'env=TOKEN'`,
      `${EXCERPT}ERROR: failed to solve: unsupported mount type "tmpfs"`,
    ])('names the line, and the reader of BuildKit: %s', (output) => {
      const hint = hintFor(output, 'buildx')
      expect(hint).toMatch(
        /^Correct line 3 of Dockerfile; or, .*"# syntax=docker\/dockerfile:1" on the first line/,
      )
      expect(hint).not.toContain('input')
      expect(hintFor(output, 'buildx', '# syntax=docker/dockerfile:1.4\nFROM scratch')).toMatch(
        /name a newer version than docker\/dockerfile:1\.4, such as docker\/dockerfile:1\./,
      )
    })

    test('names buildx for the classic builder of docker', () => {
      expect(hintFor(`Error response from daemon: ${PARENTS}`, 'docker')).toMatch(
        /set engine: buildx, and put "# syntax=docker\/dockerfile:1"/,
      )
    })

    test.each([
      [
        'COPY --parents b /b',
        'COPY only supports the --chmod=<permissions> --chown=<uid:gid> and the --from=<image|stage> flags',
      ],
      [
        'RUN --mount=type=secret,id=x,env=X /a',
        'resolving mountpoints for container "fa6a": secret should have syntax id=id[,target=path,required=bool,mode=uint,uid=uint,gid=uint',
      ],
      [
        'RUN --mount=type=new,id=x /a',
        'resolving mountpoints for container "fa6a": invalid mount type "new"',
      ],
    ])('names the version of buildah: %s', (instruction, words) => {
      const text = `FROM scratch\nCOPY a /a\n${instruction}`
      const output = `STEP 3/3: ${instruction}\nError: building at STEP "${instruction}": ${words}`
      expect(hintFor(output, 'buildah', text)).toMatch(
        /update buildah \(this is 1\.28\.2\), or set engine: buildx/,
      )
    })
  })

  describe('of a here-document that its reader does not know', () => {
    const TEXT = 'FROM base\nCOPY a /a\nRUN <<EOF\necho "hi" >> /a\nEOF\nCOPY <<EOF /b\nhi\nEOF\nCOPY c /c\n'
    const explainedBy = (output: string, name: EngineName, version?: string) => {
      const failure = readFailure(output.split('\n'), TEXT)
      return explainFailure(
        { ...failure, kind: kindOf(failure, 'build'), stage: 'build', attempts: 1 },
        {
          image: anImage({ build: aBuild() }),
          target: undefined,
          dockerfile: { path: 'Dockerfile', text: TEXT, isLink: false },
          engine: { name, version },
        },
      )
    }
    const RUN =
      'STEP 3/9: RUN <<EOF\nSTEP 4/9: echo "hi" >> /a\nError: building at STEP "ECHO ": Build error: Unknown instruction: "ECHO" &imagebuilder.Step{Command:"echo"}'
    const COPY =
      'STEP 6/9: COPY <<EOF /b\nError: building at STEP "COPY <<EOF /b": checking on sources under "/w": copier: stat: "/<<EOF": no such file or directory'

    const GLOB = COPY.replace(/checking on.*/, 'no items matching glob "/w/<<EOF" copied (1 filtered out)')

    test.each([
      [RUN, 3],
      [COPY, 6],
      [GLOB, 6],
    ])('names the version of buildah, and where it begins: %s', (output, line) => {
      const { code, message, hint } = explainedBy(output, 'buildah', '1.33.7')
      expect(code).toBe('ENGINE_UNSUITABLE')
      expect(message).toContain(`failed at Dockerfile:${line}: `)
      expect(hint).toMatch(/^Update buildah to 1\.35 or newer \(this is 1\.33\.7\).*set engine: buildx/)
      expect(hint).not.toMatch(/Correct|must lie in that folder/)
    })

    test('names the syntax line for an old BuildKit', () => {
      const { code, message, hint } = explainedBy(
        'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 4: unknown instruction: ECHO',
        'buildx',
      )
      expect([code, message]).toEqual(['BUILD_FAILED', expect.stringContaining('failed at Dockerfile:3: ')])
      expect(hint).toContain('# syntax=docker/dockerfile:1')
    })

    test.each([
      'STEP 9/9: COPY c /c\nError: building at STEP "COPY c /c": checking on sources under "/w": copier: stat: "/c": no such file or directory',
      'STEP 2/9: COPY a /a\nError: building at STEP "COPY a /a": checking on sources under "/w": copier: stat: "/a": no such file or directory',
    ])('is not blamed for a file that is not there: %s', (output) => {
      expect(explainedBy(output, 'buildah', '1.28.2')).toMatchObject({
        code: 'BUILD_FAILED',
        hint: expect.stringContaining('must lie in that folder'),
      })
    })
  })

  describe('for want of a base image in ECR', () => {
    const BASE = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'
    const registry = host(BASE)
    const failed = (reason: string, bases: BuildPlan['bases']) => {
      const failure = { reason, step: undefined, stepLog: [], line: 1 }
      const { code, hint } = explainFailure(
        { ...failure, kind: kindOf(failure, 'build'), stage: 'build', attempts: 1 },
        {
          image: anImage({ build: aBuild({ bases }) }),
          target: undefined,
          dockerfile: { path: 'Dockerfile', text: '', isLink: false },
          engine: { name: 'buildx' },
        },
      )
      expect(code).toBe('BUILD_FAILED')
      return hint
    }
    const NODE = `${BASE}/docker-hub/library/node:22`
    const MANIFEST = `https://${BASE}/v2/docker-hub/library/node/manifests/22`
    const PROXIED = 'docker-hub/library/node'
    const RIGHTS =
      /allow ecr:CreateRepository and ecr:BatchImportUpstreamImage on arn:aws:ecr:ap-southeast-2:465002806239:repository\/docker-hub\/\* to the role/

    /** BuildKit asks by HEAD, so that ECR says no more than a status; others print what it says. */
    const answers = [
      `ERROR: failed to solve: ${NODE}: failed to resolve source metadata for ${NODE}: ${NODE}: not found`,
      `ERROR: failed to solve: ${NODE}: failed to resolve source metadata for ${NODE}: unexpected status from HEAD request to ${MANIFEST}: 403 Forbidden`,
      `repository ${BASE}/${PROXIED} not found: name unknown: The repository with name '${PROXIED}' does not exist in the registry with id '465002806239'`,
      `Error: creating build container: initializing source docker://${NODE}: reading manifest 22 in ${BASE}/${PROXIED}: manifest unknown: Requested image not found`,
      `pull access denied for ${BASE}/${PROXIED}, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::465002806239:assumed-role/gitops-deploy/s is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:ap-southeast-2:465002806239:repository/${PROXIED} because no session policy allows the ecr:CreateRepository action`,
    ]

    test.each(answers)('the hint knows the first pull through a cache: %s', (reason) => {
      const alone = failed(reason, [{ host: registry, prefix: undefined }])
      expect(alone).toMatch(RIGHTS)
      expect(alone).toContain(`list ${BASE}/docker-hub in login-registries`)
      expect(alone).toContain('creates no base repository for a host alone')
      expect(alone).not.toContain(`list ${BASE} in`)
      const listed = failed(reason, [{ host: registry, prefix: 'docker-hub' }])
      expect(listed).toMatch(RIGHTS)
      expect(listed).not.toContain('in login-registries')
    })

    test('the hint says outright what names the action of a first pull', () => {
      expect(failed(answers[4] ?? '', [])).toMatch(
        /^This is the first pull of docker-hub\/library\/node over/,
      )
    })

    test('the hint names the policy that denies it, whatever is allowed', () => {
      const reason = (answers[4] ?? '').replace(
        /because .*/,
        'with an explicit deny in a service control policy',
      )
      expect(failed(reason, [])).toMatch(
        /^Change the policy that denies ecr:CreateRepository on the repository docker-hub\/library\/node/,
      )
    })

    test('the hint names a host that is not listed, and the repository', () => {
      const hint = failed(answers[1] ?? '', [])
      expect(hint).toMatch(
        /^List 465002806239\S+ in login-registries, and allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on \S+:repository\/docker-hub\/library\/node to the role/,
      )
    })

    test('the hint names the prefix that is listed, however long it is', () => {
      const hint = failed(answers[0] ?? '', [{ host: registry, prefix: 'docker-hub/library' }])
      expect(hint).toContain(':repository/docker-hub/library/* to the role')
      expect(hint).not.toContain('in login-registries')
    })

    test('the hint names the upstream where it refuses', () => {
      const reason = `pull access denied for ${BASE}/docker-hub/node, repository does not exist or may require 'docker login': denied: The authentication to the upstream registry failed. Verify that the credentials provided in the pull through cache rule are correct, and try again.`
      const hint = failed(reason, [])
      expect(hint).toContain('aws ecr validate-pull-through-cache-rule --region ap-southeast-2')
      expect(hint).toContain('library/')
      expect(hint).not.toContain('login-registries')
    })

    test('the hint for other registries speaks of no cache', () => {
      const reason = 'failed to resolve source metadata for ghcr.io/acme/base:1: 403 Forbidden'
      expect(failed(reason, [])).toMatch(/list its ECR host in login-registries/)
      expect(failed('manifest for ghcr.io/acme/base:1 not found: manifest unknown', [])).toMatch(
        /^Correct the image or the stage in line 1 of Dockerfile: there is none of that name\. Nothing/,
      )
    })
  })

  test('tells a login to ECR Public that has ended from a missing permission', () => {
    const reason = 'failed to resolve source metadata for public.ecr.aws/a/b:1: 403 Forbidden'
    const failure = { reason, step: undefined, stepLog: [], line: undefined }
    const { hint } = explainFailure(
      { ...failure, kind: kindOf(failure, 'build'), stage: 'build', attempts: 1 },
      {
        image: anImage(),
        target: undefined,
        dockerfile: { path: 'Dockerfile', text: '', isLink: false },
        engine: { name: 'buildx' },
      },
    )
    expect(hint).toContain('docker logout public.ecr.aws')
  })
})

describe('a push that takes over a layer of another repository', () => {
  const HOST_URL = 'https://465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/v2'
  const refused = (uploads: string, words = '') =>
    `ERROR: failed to solve: failed to push x: unexpected status from POST request to ${HOST_URL}/team/web/blobs/uploads/${uploads}: 403 Forbidden${words}`
  const DENIED = (action: string, repository: string) =>
    `denied: User: arn:aws:sts::465002806239:assumed-role/r/s is not authorized to perform: ${action} on resource: arn:aws:ecr:ap-southeast-2:465002806239:repository/${repository} because no identity-based policy allows the ${action} action`
  const hintOf = (reason: string) => {
    const failure = { reason, step: undefined, stepLog: [], line: undefined }
    return explainFailure(
      { ...failure, kind: kindOf(failure, 'push'), stage: 'push', attempts: 1 },
      {
        image: anImage({ repository: 'team/web', build: aBuild() }),
        target: 'x',
        dockerfile: { path: 'Dockerfile', text: '', isLink: false },
        engine: { name: 'buildx' },
      },
    ).hint
  }
  const MOUNT = `mount=sha256%3A${'0'.repeat(64)}`

  test.each([
    refused(`?from=base%2Fnode&${MOUNT}`),
    refused(`?${MOUNT}&from=base%2Fnode`),
    refused(`?from=base/node&${MOUNT}`),
    refused(`?from=base%2Fnode&${MOUNT}`, `\n${DENIED('ecr:GetDownloadUrlForLayer', 'base/node')}`),
    DENIED('ecr:GetDownloadUrlForLayer', 'base/node'),
  ])('is refused for what it reads there: %s', (reason) => {
    const hint = hintOf(reason)
    expect(hint).toMatch(
      /^Allow ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage on the repository base\/node to role-to-assume/,
    )
    expect(hint).not.toMatch(/team\/web|ecr:PutImage/)
  })

  test.each([
    [
      refused(''),
      /Allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload.* on the repository team\/web/,
    ],
    [refused('?from=..%2F..&mount=x'), /on the repository team\/web/],
    [refused(`?from=team%2Fweb&${MOUNT}`), /ecr:PutImage on the repository team\/web/],
    [DENIED('ecr:PutImage', 'team/web'), /^Allow ecr:PutImage on the repository team\/web/],
  ])('is none of those: %s', (reason, hint) => {
    expect(hintOf(reason)).toMatch(hint)
  })
})

describe('a failed push', () => {
  test('names what was pushed, and counts the attempts that could have helped', () => {
    const { message } = explained('docker/push-503', 'push', 3)
    expect(message).toMatch(
      /^the registry kept failing .*, 3 attempts to push \S+identity-service:x: received /,
    )
    expect(explained('docker/push-denied', 'push').message).toMatch(
      /^the registry did not take \S+:x: denied/,
    )
  })

  // The repository in the words of ECR: a cache may be pushed, too.
  const allowed = /Allow ecr:InitiateLayerUpload on the repository a\/b /
  test.each([
    ['docker/push-denied', 'PUSH_FAILED', allowed],
    ['buildkit/push-denied', 'PUSH_FAILED', /Change the policy that denies ecr:InitiateLayerUpload/],
    ['docker/push-expired', 'PUSH_FAILED', /12 hours/],
    ['buildkit/push-damaged', 'PUSH_FAILED', /did not arrive whole.*a proxy/],
    ['docker/push-no-login', 'PUSH_FAILED', /DOCKER_CONFIG/],
    ['docker/push-repository-missing', 'REPOSITORY_MISSING', /Create the repository/],
    ['buildkit/push-400-old', 'PUSH_FAILED', /newer engine/],
    ['buildah/push-immutable', 'PUSH_FAILED', /Run the job again/],
    ['docker/push-429', 'REGISTRY_UNAVAILABLE', /Service Quotas/],
    ['buildx/no-daemon', 'BUILDER_UNREACHABLE', /Start the builder/],
    ['buildkit/disk-full-export', 'BUILD_FAILED', /disk space/],
  ])('of %s is %s, and the hint names what to change', (name, code, hint) => {
    expect(explained(name, 'push')).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })
})
