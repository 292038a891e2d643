import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commitMessages } from '../../src/source/messages.ts'
import type { Source } from '../../src/source/source.ts'
import { git } from '../support/git.ts'
import { aRun, aSource } from '../unit/builders.ts'

const MESSAGE = 'Round the totals (#12)\n\nThey were not.'
const OWN = aSource().repository

let root: string
let checkout: string
let head: string
let older: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'commit-message-'))
  checkout = join(root, 'checkout')
  await git(['init', '-q', '-b', 'main', checkout], { cwd: root })
  await git(['commit', '-q', '--allow-empty', '-m', 'Begin'], { cwd: checkout })
  older = await git(['rev-parse', 'HEAD'], { cwd: checkout })
  await git(['commit', '-q', '--allow-empty', '-m', MESSAGE], { cwd: checkout })
  head = await git(['rev-parse', 'HEAD'], { cwd: checkout })
})
afterAll(() => rm(root, { recursive: true, force: true }))

const messages = (changes: Partial<Source> = {}, folder = checkout) =>
  commitMessages(aSource({ checkouts: new Map(), ...changes }), { ...aRun(), scratch: root, folder })

test('is that of the event, where it has one', async () => {
  const read = messages({ messages: new Map([[head, 'As the event has it']]) })
  expect(await read(head, OWN)).toBe('As the event has it')
})

test('is else that of the checkout, whatever commit of it', async () => {
  const read = messages()
  expect((await read(head, OWN))?.trimEnd()).toBe(MESSAGE)
  expect((await read(older, OWN))?.trimEnd()).toBe('Begin')
})

test('is for a commit of another repository that of its own checkout', async () => {
  expect(await messages()(head, 'acme/other')).toBeUndefined()
  const checkouts = new Map([[checkout, { head, modified: [] }]])
  expect((await messages({ checkouts }, root)(head, 'acme/other'))?.trimEnd()).toBe(MESSAGE)
})

test('is unknown for what is no commit, or where there is none', async () => {
  await writeFile(join(checkout, 'secret.txt'), 'content of a file')
  const blob = await git(['hash-object', '-w', 'secret.txt'], { cwd: checkout })
  expect(await messages()(blob, OWN)).toBeUndefined()
  expect(await messages()('f'.repeat(40), OWN)).toBeUndefined()
  expect(await messages({}, root)(head, OWN)).toBeUndefined()
  expect(await messages({}, join(root, 'nowhere'))(head, OWN)).toBeUndefined()
})

test('is unknown where it is longer than anybody reads', async () => {
  await writeFile(join(root, 'long'), `Subject\n\n${'x'.repeat(100_000)}`)
  await git(['commit', '-q', '--allow-empty', '-F', join(root, 'long')], { cwd: checkout })
  const long = await git(['rev-parse', 'HEAD'], { cwd: checkout })
  expect(await messages()(long, OWN)).toBeUndefined()
})
