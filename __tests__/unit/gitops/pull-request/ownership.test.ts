import { describe, expect, test } from 'vitest'
import { isMarked, ownershipOf, proposes } from '../../../../src/gitops/pull-request/ownership.ts'

const BOT = 'bot@example.com'
const [WEB, API] = ['1.dkr.ecr.eu-west-1.amazonaws.com/web', 'registry:5000/api']
const [NEW, OLD] = ['a'.repeat(40), 'b'.repeat(40)]
const source = (name: string) => ({ name, webUrl: `https://github.com/${name}`, versionRef: undefined })
const image = (repositoryUrl: string, commit: string | undefined = NEW, tag = 'v1', name = 'acme/web') => ({
  ...{ repositoryUrl, commit, tag },
  source: source(name),
})

interface Trailers {
  of?: string
  commit?: string | undefined
  image?: string
}

const group = ({ of = 'acme/web', commit = NEW, image: deployed = `${WEB}:v1` }: Trailers = {}) => [
  `Source-Repository: ${of}`,
  ...(commit === '' ? [] : [`Source-Commit: ${commit}`]),
  `Image: ${deployed}`,
  'Image-Digest: sha256:0',
]
const message = (groups: readonly Trailers[] = [{}]) =>
  `deploy\n\n  a body\n\n${[...groups.flatMap(group), 'Actor: me', 'Correlation-Id: 1'].join('\n')}\n`
const TWO = message([{}, { image: `${API}:v1` }])

describe('a commit is a deploy', () => {
  test.each([
    ['of its image', message(), [image(WEB)], true],
    ['with more line ends', `${message()}\n\n`, [image(WEB)], true],
    ['of some of the images', message(), [image(API), image(WEB)], true],
    ['of all of them', TWO, [image(WEB), image(API)], true],
    ['of another image', message(), [image(API)], false],
    ['of one that is not ours beside one that is', TWO, [image(WEB)], false],
    ['of another service with this image', message([{ of: 'acme/other' }]), [image(WEB)], false],
    ['without images', message([]), [image(WEB)], false],
    ['without anything', '', [image(WEB)], false],
    ['without the mark of this step', message().replace('Correlation-Id', 'Run-Id'), [image(WEB)], false],
    ['before what somebody wrote below', `${message()}\nand by hand\n`, [image(WEB)], false],
    ['with no service named', message().replace(/Source-Repository.*\n/, ''), [image(WEB)], false],
  ])('%s', (_what, text, images, expected) => {
    expect(isMarked(text, images)).toBe(expected)
  })

  test('of an image of no service is of one whose service has no name either', () => {
    expect(isMarked(message().replace(/Source-Repository.*\n/, ''), [image(WEB, NEW, 'v1', '')])).toBe(true)
  })
})

describe('a commit proposes', () => {
  test.each([
    ['the commit of the service', message(), [image(WEB)], true],
    ['another one', message([{ commit: OLD }]), [image(WEB)], false],
    ['a commit, whatever its tag is', message(), [image(WEB, NEW, 'v2')], true],
    ['a tag where no commit is known', message([{ commit: '' }]), [tagged(WEB, 'v1')], true],
    ['another tag', message([{ commit: '' }]), [tagged(WEB, 'v2')], false],
    [
      'a tag behind a host with a port',
      message([{ commit: '', image: `${API}:v1` }]),
      [tagged(API, 'v1')],
      true,
    ],
    [
      'a tag, and not the commit of the image before',
      message([{}, { commit: '', image: `${API}:v1` }]),
      [tagged(API, 'v1')],
      true,
    ],
    ['no commit where it has a tag alone', message([{ commit: '' }]), [image(WEB)], false],
    ['no tag where it has a commit', message(), [tagged(WEB, 'v1')], false],
    ['both images', TWO, [image(WEB), image(API)], true],
    ['one of its images', TWO, [image(API)], true],
    ['one of two images', message(), [image(WEB), image(API)], false],
    ['the commit for another image', message(), [image(API)], false],
  ])('%s', (_what, text, images, expected) => {
    expect(proposes(text, images)).toBe(expected)
  })
})

function tagged(repositoryUrl: string, tag: string) {
  return { ...image(repositoryUrl, NEW, tag), commit: undefined }
}

describe('a branch', () => {
  const by = (email: string, text = message()) => ({
    id: NEW,
    message: text,
    committer: { name: 'somebody', email },
  })
  const PERSON = 'person@example.com'

  test.each([
    ['of this step', [by(BOT)], { ours: true, known: true }],
    ['made through the API', [by('noreply@github.com'), by(BOT)], { ours: true, known: true }],
    ['amended by a person', [by(BOT), by(PERSON)], { ours: false, known: true }],
    ['with a commit of a person on top', [by(BOT), by(PERSON, 'by hand')], { ours: false, known: true }],
    [
      'with one under our name that deploys nothing',
      [by(BOT), by(BOT, 'format')],
      { ours: false, known: true },
    ],
    ['of a person', [by(PERSON, 'by hand')], { ours: false, known: false }],
    ['that the base has all of', [], { ours: true, known: false }],
    ['with more commits than anybody looks at', undefined, { ours: false, known: false }],
  ])('%s', (_what, commits, expected) => {
    expect(ownershipOf({ head: NEW, commits }, [image(WEB)], BOT)).toEqual(expected)
  })
})
