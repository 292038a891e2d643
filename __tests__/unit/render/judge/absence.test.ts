import { describe, expect, test } from 'vitest'
import { explainAbsence, explainUnreached } from '../../../../src/render/judge/absence.ts'
import type { EditedEntry } from '../../../../src/render/judge/edited-entry.ts'
import { placesOf, sourcesIn } from '../../../../src/render/judge/sources.ts'
import { splitManifests } from '../../../../src/render/manifests/manifests.ts'
import { lastWords } from '../../../../src/render/tool/last-words.ts'

const FILE = 'apps/prod/kustomization.yaml'
const NEW = 'r.example/team/web'
const ENTRY = `images:\n  - name: web\n    newName: ${NEW}\n    newTag: new\n`

const wanted = (text = ENTRY, name = 'web', newName = NEW): EditedEntry => ({
  name,
  file: FILE,
  place: { file: FILE, line: 2 },
  text,
  original: text,
  references: [`${newName}:new`],
})
const containers = (...images: string[]) =>
  splitManifests(
    `kind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n${images.map((image, i) => `  - name: c${i}\n    image: ${image}\n`).join('')}`,
  )
const NONE = splitManifests('kind: Service\nmetadata:\n  name: s\n')

describe('an image that is not rendered', () => {
  test('is a problem at the entry', () => {
    const problem = explainAbsence(wanted(), containers('docker.io/library/web:1', 'api:2', 'api:3'))
    expect(problem).toEqual({
      code: 'IMAGE_NOT_RENDERED',
      message:
        'apps/prod/kustomization.yaml renders, but no container gets the new image. No container has the image "web". The images are: api, docker.io/library/web. Did you mean "docker.io/library/web"?',
      hint: 'Make the entry at apps/prod/kustomization.yaml:2 "- name: docker.io/library/web", and set the input name to it too; or write "image: web" in the base.',
      configPlace: { file: FILE, line: 2 },
    })
  })

  test('is a problem of the file where the entry was only added', () => {
    const { hint, configPlace } = explainAbsence({ ...wanted(), place: { file: FILE } }, containers('wbe'))
    expect(hint).toContain('Make the entry at apps/prod/kustomization.yaml "- name: wbe"')
    expect(configPlace).toEqual({ file: FILE })
  })

  test.each([
    ['a typo', 'wbe', 'Did you mean "wbe"?'],
    ['another registry', 'ghcr.io/acme/web', 'Did you mean "ghcr.io/acme/web"?'],
  ])('%s', (_, image, expected) => {
    expect(explainAbsence(wanted(), containers(image)).message).toContain(expected)
  })

  test('the new name is meant, however little it is like the old one', () => {
    const text = 'images: [{name: frontend, newName: r.example/portal}]'
    const { message } = explainAbsence(
      wanted(text, 'frontend', 'r.example/portal'),
      containers('r.example/portal:old'),
    )
    expect(message).toContain('Did you mean "r.example/portal"?')
  })

  test('nothing is meant by names that are not alike', () => {
    const { message, hint } = explainAbsence(wanted(), containers('postgres'))
    expect(message).not.toContain('Did you mean')
    expect(hint).toContain(
      'Give the entry at apps/prod/kustomization.yaml:2 the name of the image that it is for, without tag and digest, and set the input name to it too; or write "image: web" in the manifest of the container that is meant.',
    )
  })

  describe('with the files that it is rendered from', () => {
    const HOST = '123456789.dkr.ecr.eu-west-1.amazonaws.com'
    const BASE = 'apps/base/d.yaml'
    const deployment = (...images: string[]) =>
      `kind: Deployment\n# image: web\nspec:\n  containers:\n${images.map((image) => `  - image: ${image}\n`).join('')}`
    const explained = (images: string[], text = ENTRY, more: Record<string, string> = {}) => {
      const texts = new Map(Object.entries({ [BASE]: deployment(...images), ...more }))
      return explainAbsence({ ...wanted(text), sources: sourcesIn(texts) }, containers(...images))
    }

    test.each([
      ['web', 'Did you mean', 'Make the entry'],
      ['team-app', 'The images are', `If it is for ${HOST}/team-app, make the entry`],
    ])('names line and value of the one that is meant, and both ways out: %s', (repository, said, make) => {
      const { message, hint } = explained(['postgres:16', `${HOST}/${repository}:abc123`])
      expect(message).toContain(
        `The images are: ${HOST}/${repository} (image: ${HOST}/${repository}:abc123 at ${BASE}:6), postgres (image: postgres:16 at ${BASE}:5).`,
      )
      expect(message).toContain(said)
      expect(hint).toBe(
        `${make} at ${FILE}:2 "- name: ${HOST}/${repository}", and set the input name to it too; or write "image: web" at ${BASE}:6.`,
      )
    })

    test('guesses nothing among several, or among those of others', () => {
      for (const images of [[`${HOST}/a`, `${HOST}/b`], ['redis']]) {
        expect(explained(images).hint).toMatch(/^Give the entry at .* the name of the image that it is for/)
      }
    })

    test('says of none that an entry has made it that stands in a manifest', () => {
      const text = `${ENTRY}  - name: blog-service\n    newName: ${HOST}/blog\n`
      const { message } = explained([`${HOST}/blog:abc123`], text)
      expect(message).toContain(`${HOST}/blog (image: ${HOST}/blog:abc123 at ${BASE}:5)`)
    })

    test('names the entry of a base that has made it', () => {
      const base = { 'apps/base/kustomization.yaml': `images:\n- name: x\n  newName: r/web # theirs\n` }
      const { message, hint } = explainAbsence(
        { ...wanted(), sources: sourcesIn(new Map(Object.entries(base))) },
        containers('r/web:1'),
      )
      expect(message).toContain('r/web (newName: r/web at apps/base/kustomization.yaml:3)')
      expect(hint).toContain('or write "newName: web" at apps/base/kustomization.yaml:3.')
    })

    test('counts the places that a reader need not see', () => {
      const { message } = explained([
        'ghcr.io/web:1',
        'ghcr.io/web:2',
        'ghcr.io/web',
        'ghcr.io/web',
        'ghcr.io/web',
      ])
      expect(message).toContain(`(image: ghcr.io/web:1 at ${BASE}:5, ${BASE}:6, ${BASE}:7 and 2 more)`)
    })
  })

  test.each([
    ['image: web', 1],
    ['- "image": "web:1"', 1],
    ["{name: a, image: 'web'}", 1],
    ['[{image: web}, {image: web@sha256:0}]', 2],
    ['# image: web', 0],
    ['imagePullPolicy: web', 0],
    ['baseimage: web', 0],
    [`image: web ${'x'.repeat(5000)}`, 0],
  ])('%j has so many places: %i', (line, places) => {
    expect(placesOf('web', sourcesIn(new Map([[FILE, line]])))).toHaveLength(places)
  })

  test('an image of another entry is reported as such, and not suggested', () => {
    const text = `${ENTRY}  - name: webs\n    newName: r.example/webs\n`
    const { message } = explainAbsence(wanted(text), containers('r.example/webs:1'))
    expect(message).toContain('The images are: r.example/webs (made by the entry "webs").')
    expect(message).not.toContain('Did you mean')
  })

  test('a later entry of the new name, by its line', () => {
    const text = `${ENTRY}  - name: ${NEW}\n    newTag: stuck\n`
    const { message, hint } = explainAbsence(wanted(text), containers(`${NEW}:stuck`))
    expect(message).toContain(`The entry on line 5 is named ${NEW}`)
    expect(hint).toContain(`Remove the entry on line 5 of ${FILE}`)
  })

  test('a later entry is counted in the file as it was read, not as edits have made it', () => {
    const rest = (above: string) => `images:\n${above}  - name: web\n  - name: ${NEW}\n    newTag: stuck\n`
    const edited = rest('  # ecr-gitops: hold rolled back\n  - name: api\n    newName: r.example/api\n')
    const entry = { ...wanted(edited), original: rest('  - name: api\n') }
    const { message, hint } = explainAbsence(entry, containers(`${NEW}:stuck`))
    expect(message).toContain('The entry on line 4 is named')
    expect(hint).toContain('Remove the entry on line 4 of')
  })

  test('a later entry that the run itself adds has no line yet', () => {
    const added = { ...wanted(`${ENTRY}  - name: ${NEW}\n    newTag: new\n`), original: ENTRY }
    const { message, hint } = explainAbsence(added, containers('other'))
    expect(message).toContain(`An entry that create-missing adds is named ${NEW}, which is what`)
    expect(hint).toBe(`Deploy one of the two images "web" and "${NEW}" to ${FILE}.`)
  })

  test('an earlier entry of the new name changes nothing any more', () => {
    const text = `images:\n  - name: ${NEW}\n    newTag: x\n  - name: web\n    newName: ${NEW}\n`
    expect(explainAbsence(wanted(text), containers('other')).message).not.toContain('The entry on line')
  })

  test('containers without an image', () => {
    const { message, hint } = explainAbsence(wanted(), containers('null', '""'))
    expect(message).toContain('Without an image, which no entry can match: c0 of Pod p, c1 of Pod p.')
    expect(hint).toBe('Give the container without an image a name in the base: image: web.')
  })

  test('no containers', () => {
    expect(explainAbsence(wanted(), NONE).message).toContain('There are no containers at all.')
  })

  test('no containers, and nothing that could be one: the workload is missing', () => {
    const { message, hint } = explainAbsence(wanted(), NONE)
    expect(message).not.toContain('called')
    expect(hint).toBe(
      `Name the workload in resources of ${FILE}, or take this overlay out of the input overlays. If something else reads the image from there, set render-check: off.`,
    )
  })

  test.each(['null', '', '""'])(
    'a field that images: does not reach, without an image (%j), is named with the lines to paste in the first round',
    (image) => {
      const text = `kind: WorkflowTemplate\nmetadata:\n  name: w\nspec:\n  templates:\n  - container:\n      image: ${image}\n`
      const { message, hint } = explainAbsence(wanted(), splitManifests(text))
      expect(message).toContain('WorkflowTemplate w (spec.templates[].container.image)')
      expect(message.split('\n').slice(-2)).toEqual([
        '  - kind: WorkflowTemplate',
        '    path: spec/templates[]/container/image',
      ])
      expect(hint).toMatch(/^Write image: with the name of its entry .*apps\/prod\/image-fields\.yaml/)
      // It does not name the image: it is one cause for all that are to come here.
      expect(explainAbsence({ ...wanted(), name: 'api' }, splitManifests(text)).message).toBe(message)
      const beside = [...containers('other'), ...splitManifests(text)]
      expect(explainAbsence(wanted(), beside).message).toContain(
        'Without an image, in fields that images: does not reach: WorkflowTemplate w',
      )
    },
  )

  test('at most twenty names, each on one line', () => {
    const images = Array.from({ length: 30 }, (_, index) => `n${String(index).padStart(2, '0')}`)
    const { message } = explainAbsence(wanted(), containers('"a\\n::error::b"', ...images))
    expect(message).toContain('a ::error:, n00')
    expect(message).toContain('n18 and 11 more')
    expect(message).not.toContain('\n')
  })
})

describe('fields that images: does not reach', () => {
  const workflow = splitManifests(
    'kind: Workflow\nmetadata:\n  name: w\nspec:\n  templates:\n  - container:\n      image: web:1\n',
  )

  test('come with the lines to paste, each on a line of its own', () => {
    const { message, hint } = explainAbsence(wanted(), workflow)
    expect(message.split('\n').slice(1)).toEqual([
      `# ${FILE}`,
      'configurations:',
      '  - image-fields.yaml',
      '# apps/prod/image-fields.yaml',
      'images:',
      '  - kind: Workflow',
      '    path: spec/templates[]/container/image',
    ])
    expect(message).toContain('Workflow w (spec.templates[].container.image)')
    expect(hint).toContain('apps/prod/image-fields.yaml')
  })

  test('go under configurations where it is there already', () => {
    const { message } = explainAbsence(wanted(`configurations: [a.yaml]\n${ENTRY}`), workflow)
    expect(message.split('\n').slice(1, 3)).toEqual([
      `# ${FILE}, under configurations`,
      '  - image-fields.yaml',
    ])
  })

  test('are a warning beside an image that is rendered', () => {
    expect(explainUnreached(wanted(), workflow)).toContain('so the old image stays there')
    expect(explainUnreached(wanted(), containers('web', 'other'))).toBeUndefined()
  })
})

describe('the last words of a tool', () => {
  test.each([
    ['Error: no such file', 'no such file'],
    ["# Warning: 'bases' is deprecated.\nError: a\n", 'a'],
    ['1\n2\n3\n4\n5\n6\n', '2 3 4 5 6'],
    ['open /tmp/tree/apps/x.yaml and /real/tree: no', 'open apps/x.yaml and .: no'],
    ['clone https://me:token@x/y', 'clone https://x/y'],
    ['a\u001b[31mb\r\n::error::c', 'a [31mb ::error::c'],
    ['x'.repeat(600), `${'x'.repeat(500)}...`],
    ['', ''],
    ['Error: trouble with config: `\npatch: |\n  password: secret\n`: no file', 'trouble: no file'],
    [
      'Error: unable to parse SM or JSON patch from [kind: Secret\npassword: secret]',
      'unable to parse SM or JSON patch',
    ],
    ['E1121 01:39:26.395598   15503 run.go:72] "command failed" err=<\n\tno file\n >\n', 'no file'],
    ['E1121 01:39:26.395598 15503 run.go:72] "command failed" err="no file"', '"no file"'],
  ])('of %j', (stderr, words) => {
    expect(lastWords(stderr, ['/tmp/tree', '/real/tree'])).toBe(words)
  })
})
