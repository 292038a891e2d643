import { expect, test } from 'vitest'
import { originOf } from '../../../../src/doors/deploy/deployment.ts'
import { writtenImage } from '../../../../src/gitops/message/deployed-image.ts'
import { commitMessage } from '../../../../src/gitops/message/message.ts'
import { aProposal, aSource, aVerdict, aWanted, digestOf, OLD_SHA } from '../../builders.ts'

const image = aWanted({ digest: digestOf('d') })

test('tells of the overlays that are written, and of the tags that they had', () => {
  const proposal = aProposal([
    aVerdict({ file: 'prod.yaml' }),
    aVerdict({ file: 'new.yaml', previous: undefined }),
    aVerdict({ file: 'held.yaml', outcome: 'held' }),
    aVerdict({ file: 'other.yaml', image: 'other' }),
  ])
  expect(writtenImage(image, proposal)).toEqual([
    { image, previous: [OLD_SHA], files: ['prod.yaml', 'new.yaml'], elsewhere: [], rollbacks: [] },
  ])
})

test('tells of every other name that overlays have for it', () => {
  const elsewhere = '465002806239.dkr.ecr.eu-west-1.amazonaws.com/team/web'
  const proposal = aProposal([
    aVerdict(),
    aVerdict({ file: 'eu.yaml', reference: `${elsewhere}:${image.tag}@${digestOf('d')}` }),
    aVerdict({ file: 'eu-2.yaml', reference: `${elsewhere}:${image.tag}` }),
  ])
  const written = writtenImage(image, proposal)
  expect(written.map((one) => one.elsewhere)).toEqual([[elsewhere]])
  const deployed = written.map((one) => ({ ...one, change: undefined }))
  expect(commitMessage(deployed, originOf(aSource()))).toContain(
    `  image    ${image.repositoryUrl}:${image.tag}\n  image    ${elsewhere}:${image.tag}\n  digest `,
  )
})

test('tells nothing of an image that is not written, though its digest is not known', () => {
  expect(writtenImage(aWanted(), aProposal([aVerdict({ outcome: 'unchanged' })]))).toEqual([])
})

test('never tells of a digest that was not confirmed', () => {
  const work = () => writtenImage(aWanted(), aProposal([aVerdict()]))
  expect(work).toThrow('identity-service is to be committed, but its digest was never confirmed')
})
