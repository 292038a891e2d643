import { expect, test } from 'vitest'
import { originOf, wantedImage } from '../../../../src/doors/deploy/deployment.ts'
import { anImage, aSource, HOST, host, REPOSITORY, SHA } from '../../builders.ts'

test('an image of the step is a deployment without what builds it', () => {
  const image = anImage({ paths: ['src'] })
  expect(wantedImage(image, aSource())).toEqual({
    name: 'identity-service',
    repositoryUrl: `${HOST}/${REPOSITORY}`,
    tag: SHA,
    digest: undefined,
    registry: host(HOST),
    stated: { account: 'role-to-assume', region: 'aws-region', repository: 'repository' },
    commit: SHA,
    source: {
      name: 'acme/identity-service',
      webUrl: 'https://github.com/acme/identity-service',
      versionRef: 'refs/heads/main',
    },
    targets: [{ kind: 'kustomize', path: 'apps/identity-service/overlays/prod', key: 'identity-service' }],
    paths: ['src'],
  })
})

test.each([
  ['Acme/Identity-Service', 'refs/tags/svc-v1.2.3'],
  ['acme/web', undefined],
])('the ref of the run says how the versions of %s are called: %s', (sourceRepository, versionRef) => {
  const source = aSource({ ref: 'refs/tags/svc-v1.2.3', serverUrl: 'https://ghe.example' })
  expect(wantedImage(anImage({ sourceRepository }), source).source).toEqual({
    name: sourceRepository,
    webUrl: `https://ghe.example/${sourceRepository}`,
    versionRef,
  })
})

test('the run is the origin, and each attempt of it one of its own', () => {
  expect(originOf(aSource())).toEqual({
    repository: 'acme/identity-service',
    actor: 'octocat',
    link: 'https://github.com/acme/identity-service/actions/runs/9001/attempts/2',
    correlationId: 'gh-9001-2',
  })
})
