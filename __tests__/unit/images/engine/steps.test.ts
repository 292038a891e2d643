import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beginsPush, Steps } from '../../../../src/images/engine/steps.ts'

const hide = (text: string) => text.replaceAll('a\tsecret', '***')

/** What people read after these lines, one second apart. */
function after(...lines: readonly string[]): string {
  let now = 0
  const steps = new Steps({ image: 'api', hide, now: () => now })
  for (const line of lines) {
    now += 1000
    steps.take(line)
  }
  const { what, since } = steps.look()
  return since === undefined ? what : `${what} since ${since / 1000}`
}

const RUN = '#7 [build 3/7] RUN npm ci'

describe('BuildKit', () => {
  test.each([
    ['the step that goes on', [RUN], 'api, [build 3/7] RUN npm ci since 1'],
    ['whatever it prints', [RUN, '#7 0.345 added 300 packages'], 'api, [build 3/7] RUN npm ci since 1'],
    [
      'and not a step that has ended',
      ['#5 [build 1/7] FROM x', '#5 CACHED', '#6 [build 2/7] COPY . .', '#6 DONE 0.1s', RUN],
      'api, [build 3/7] RUN npm ci since 5',
    ],
    [
      'or has failed',
      [RUN, '#7 ERROR: process "npm ci" did not end', '#8 [a] RUN b'],
      'api, [a] RUN b since 3',
    ],
    [
      'a step that another one came before',
      [RUN, '#7 ...', '#8 [a] COPY b', '#8 DONE 0.0s', RUN],
      'api, [build 3/7] RUN npm ci since 1',
    ],
    [
      'the longest of several, and how many there are',
      [RUN, '#7 ...', '#8 [a 1/1] RUN make', '#8 ...', '#9 [b 1/1] RUN make'],
      'api, [build 3/7] RUN npm ci (and 2 more) since 1',
    ],
    [
      'what it is about in a step',
      ['#9 exporting to image', '#9 exporting layers', '#9 exporting layers 0.2s done', '#9 pushing layers'],
      'api, exporting to image, pushing layers since 1',
    ],
    [
      'and no more of that when it is done',
      ['#9 exporting to image', '#9 exporting layers', '#9 exporting layers 0.2s done'],
      'api, exporting to image since 1',
    ],
    [
      'how far it is with a layer',
      ['#12 pushing host/api:x with docker', '#12 pushing layer da8183ae8932 20.02MB / 62.91MB 3.6s'],
      'api, pushing host/api:x with docker, pushing layer da8183ae8932 20.02MB / 62.91MB 3.6s since 1',
    ],
    ['a step of docker 20.10', ['#7 [2/2] RUN make', '#7 sha256:0123'], 'api, [2/2] RUN make since 1'],
    ['the builder is no step', ['#0 building with "default" instance'], 'the engine, at work on api'],
  ])('%s', (_, lines, text) => {
    expect(after(...lines)).toBe(text)
  })
})

describe('classic docker', () => {
  test.each([
    [
      'the last step',
      ['Step 1/11 : FROM base', ' ---> 30666426e646', 'Step 2/11 : RUN make', ' ---> Running in 9bf86'],
      'api, Step 2/11 : RUN make since 3',
    ],
    [
      'a layer that is not pushed yet',
      ['0b6cbada3e2a: Preparing', 'b8165add3ffd: Preparing', '0b6cbada3e2a: Waiting', 'b8165add3ffd: Pushed'],
      'api, layer 0b6cbada3e2a since 1',
    ],
    [
      'nothing when all are',
      [
        '0b6cbada3e2a: Preparing',
        'b8165add3ffd: Preparing',
        '0b6cbada3e2a: Pushed',
        'b8165add3ffd: Mounted from x',
      ],
      'the engine, at work on api',
    ],
  ])('%s', (_, lines, text) => {
    expect(after(...lines)).toBe(text)
  })
})

describe('buildah', () => {
  test.each([
    [
      'the last step',
      ['[1/2] STEP 1/4: FROM scratch', '[1/2] STEP 2/4: RUN make'],
      'api, [1/2] STEP 2/4: RUN make since 2',
    ],
    ['a step of a build of one stage', ['STEP 2/4: RUN make'], 'api, STEP 2/4: RUN make since 1'],
    [
      'the blobs of a push',
      ['Getting image source signatures', 'Copying blob sha256:a8b4', 'Copying blob sha256:0168'],
      'api, copying blob sha256:a8b4 (and 1 more) since 2',
    ],
    [
      'and what comes behind them',
      ['Copying blob sha256:a8b4', 'Copying config sha256:ea31', 'Writing manifest to image destination'],
      'api, Writing manifest to image destination since 3',
    ],
  ])('%s', (_, lines, text) => {
    expect(after(...lines)).toBe(text)
  })
})

test('an engine that says nothing is at work all the same', () => {
  expect(after()).toBe('the engine, at work on api')
  expect(after('some words')).toBe('the engine, at work on api')
})

test('text of others is one line of plain text', () => {
  expect(after('#7 [1/1] RUN a\u001b[31mb\u0007\u2028::error::c')).toBe(
    'api, [1/1] RUN ab ::error::c since 1',
  )
})

test('a secret is taken out before its text is changed', () => {
  expect(after('#7 [1/1] RUN a a\tsecret')).toBe('api, [1/1] RUN a *** since 1')
})

test('a step that prints like an engine fills nothing up', () => {
  const steps = new Steps({ image: 'api', hide, now: () => 0 })
  for (let number = 1; number < 100_000; number += 1) steps.take(`#${number} [a] RUN b`)
  expect(steps.look().what).toMatch(/^api, \[a\] RUN b \(and \d{1,2} more\)$/)
})

test('a push begins with the words of BuildKit, and with nothing that a step prints', () => {
  const lines = readFileSync(
    join(import.meta.dirname, '../../../fixtures/build-output/buildkit/push-damaged.txt'),
    'utf8',
  ).split('\n')
  expect(lines.findIndex(beginsPush)).toBe(lines.indexOf('#9 pushing layers'))
  expect(beginsPush('#12 pushing host/api:x with docker')).toBe(true)
  for (const line of ['#7 0.2 pushing layers', '#7 [1/1] RUN pushing ', 'pushing ', '#9 exporting to image'])
    expect(beginsPush(line), line).toBe(false)
})
