import { expect, test } from 'vitest'
import { writtenImage } from '../../../src/gitops/message.ts'
import { aProposal, aVerdict, aWanted, digestOf, OLD_SHA } from '../builders.ts'

const image = aWanted({ digest: digestOf('d') })

test('tells of the overlays that are written, and of the tags that they had', () => {
  const proposal = aProposal([
    aVerdict({ file: 'prod.yaml' }),
    aVerdict({ file: 'new.yaml', previous: undefined }),
    aVerdict({ file: 'held.yaml', outcome: 'held' }),
    aVerdict({ file: 'other.yaml', image: 'other' }),
  ])
  expect(writtenImage(image, proposal)).toEqual([
    { image, previous: [OLD_SHA], files: ['prod.yaml', 'new.yaml'] },
  ])
})

test('tells nothing of an image that is not written, though its digest is not known', () => {
  expect(writtenImage(aWanted(), aProposal([aVerdict({ outcome: 'unchanged' })]))).toEqual([])
})

test('never tells of a digest that was not confirmed', () => {
  const work = () => writtenImage(aWanted(), aProposal([aVerdict()]))
  expect(work).toThrow('identity-service is to be committed, but its digest was never confirmed')
})
