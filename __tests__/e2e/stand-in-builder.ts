/**
 * A stand-in for buildah, started by a wrapper of that name: `node stand-in-builder.ts FOLDER ARGV...`. It takes
 * buildah's options and no others, prints what buildah 1.28 prints, and really pushes what it built over the OCI
 * distribution API with the login of the authfile. RUN steps are the only thing it makes up (script.json in FOLDER).
 */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type BuilderEvent, note } from './builder-journal.ts'
import type { BuilderScript, ScriptedStep } from './builder-script.ts'
import { recordCall } from './record-call.ts'

const [folder = '', command = '', ...args] = process.argv.slice(2)
const script = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8')) as BuilderScript

const print = (line: string): boolean => process.stdout.write(`${line}\n`)
const complain = (line: string): boolean => process.stderr.write(`${line}\n`)

function quit(message: string, code = 125): never {
  complain(`Error: ${message}`)
  process.exit(code)
}

function record(): void {
  recordCall(folder, [command, ...args])
  tell('begin')
  process.on('exit', () => tell('end'))
}

function tell(what: BuilderEvent['what']): void {
  note(folder, { pid: process.pid, command, subject: args.at(-1) ?? '', what })
}

interface StoredImage {
  config: string
  layer: string
}

const digestOf = (data: string | Buffer): string =>
  `sha256:${createHash('sha256').update(data).digest('hex')}`
/** Every run has an authfile, and a store, of its own: two of them are two machines. */
const storePath = (reference: string, authfile = ''): string =>
  join(folder, `image-${digestOf(`${reference} ${authfile}`).slice(7, 23)}.json`)

async function build(): Promise<void> {
  const { values, positionals } = parse({
    annotation: { type: 'string', multiple: true },
    authfile: { type: 'string' },
    'build-context': { type: 'string', multiple: true },
    file: { type: 'string' },
    label: { type: 'string', multiple: true },
    layers: { type: 'boolean' },
    'force-rm': { type: 'boolean' },
    network: { type: 'string' },
    'no-cache': { type: 'boolean' },
    platform: { type: 'string' },
    secret: { type: 'string', multiple: true },
    ssh: { type: 'string', multiple: true },
    tag: { type: 'string' },
    target: { type: 'string' },
    'build-arg': { type: 'string', multiple: true },
  })
  const [context = '.'] = positionals
  const steps = instructionsOf(dockerfileOf(context, values.file as string | undefined))
  const files = new Map<string, Buffer>()
  for (const [index, step] of steps.entries()) {
    print(`STEP ${index + 1}/${steps.length}: ${step}`)
    await perform(step, context, files)
    if (index > 0) print(`--> ${digestOf(step).slice(7, 18)}`)
  }
  const labels = Object.fromEntries(((values.label as string[] | undefined) ?? []).map(pairOf))
  finish(values, tarOf(files), labels)
}

interface Destinations {
  tag?: string
  platform?: string
  authfile?: string
}

function finish(
  { tag, authfile, platform }: Destinations,
  layer: Buffer,
  labels: Record<string, string>,
): void {
  const config = JSON.stringify({
    ...(script.differs && { author: `process ${process.pid}` }),
    ...platformOf(script.builds ?? platform ?? 'linux/amd64'),
    config: { Labels: labels },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  })
  if (tag) {
    const image: StoredImage = { config, layer: gzipSync(layer).toString('base64') }
    writeFileSync(storePath(tag, authfile), JSON.stringify(image))
    print(`COMMIT ${tag}`)
    print(`Successfully tagged ${tag}`)
  }
  print(digestOf(config).slice(7))
}

function platformOf(text: string): object {
  const [os, architecture, variant] = text.split('/')
  return { os, architecture, ...(variant && { variant }) }
}

function pairOf(text: string): [string, string] {
  const equals = text.indexOf('=')
  return [text.slice(0, equals), text.slice(equals + 1)]
}

function dockerfileOf(context: string, file: string | undefined): string {
  const tried = file ? [file] : ['Containerfile', 'Dockerfile'].map((name) => join(context, name))
  const found = tried.find((path) => existsSync(path))
  if (!found) quit(`no Containerfile or Dockerfile specified or found in context directory, ${context}`)
  return readFileSync(found, 'utf8')
}

/** Continued lines are joined as they stand, indentation included; comments may stand between them. */
const instructionsOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', '')
    .split('\n')
    .map((line) => line.trim())

async function perform(step: string, context: string, files: Map<string, Buffer>): Promise<void> {
  const [word = '', ...rest] = step.split(/\s+/)
  if (word === 'FROM' && rest[0] !== 'scratch') quit(`creating build container: no such image: ${rest[0]}`)
  if (word === 'COPY') copy(step, context, files)
  if (word === 'RUN')
    await runStep(step, script.steps?.[step.replace(/\s+/g, ' ').slice('RUN '.length)] ?? {})
  if (script.tells) for (const text of readable(context)) print(text.toString('base64'))
}

/** What a Dockerfile could read: contexts, secrets and ssh keys. */
function readable(context: string): Iterable<Buffer> {
  const option = /^--(?:secret=.*,"?src|ssh=\w+|build-context=\w+)=([^",]+)/
  const named = args.flatMap((word) => option.exec(word)?.[1] ?? [])
  const files = new Map<string, Buffer>()
  for (const path of [context, ...named].filter((one) => existsSync(one))) copyFrom(path, path, files)
  return files.values()
}

function copy(step: string, context: string, files: Map<string, Buffer>): void {
  const [, source = '', target = ''] = step.split(/\s+/)
  const path = join(context, source)
  if (!existsSync(path)) {
    quit(
      `building at STEP "${step}": checking on sources under "${context}": copier: stat: "/${source}": no such file or directory`,
    )
  }
  copyFrom(path, target.replace(/^\//, ''), files)
}

/** A link within the context stays one, as it does with every engine; only the context itself was followed. */
function copyFrom(path: string, target: string, files: Map<string, Buffer>): void {
  if (statSync(path).isFile()) return void files.set(target, readFileSync(path))
  for (const name of readdirSync(path)) {
    const kind = lstatSync(join(path, name))
    if (kind.isDirectory() || kind.isFile()) copyFrom(join(path, name), `${target}/${name}`, files)
  }
}

async function runStep(step: string, scripted: ScriptedStep): Promise<void> {
  if (scripted.ignoresInterrupt) process.on('SIGINT', () => complain('interrupted, and going on'))
  for (const line of scripted.prints ?? []) print(line)
  for (const line of scripted.complains ?? []) complain(line)
  if (scripted.meets) await meet(step, scripted.meets)
  if (scripted.waits) await until(() => existsSync(join(folder, 'released')))
  if (scripted.takesMs) await sleep(scripted.takesMs)
  if (scripted.hangs) await hang()
  if (!scripted.exitCode) return
  // Once from the child that chroots, once from its parent.
  for (const _ of [1, 2]) complain(`subprocess exited with status ${scripted.exitCode}`)
  quit(`building at STEP "${step}": exit status ${scripted.exitCode}`, scripted.exitCode)
}

async function meet(step: string, count: number): Promise<void> {
  const prefix = `meeting-${digestOf(step).slice(7, 23)}-`
  writeFileSync(join(folder, `${prefix}${process.pid}`), '')
  const come = () => readdirSync(folder).filter((name) => name.startsWith(prefix)).length
  await until(() => come() >= count)
}

async function until(condition: () => boolean): Promise<void> {
  for (let rounds = 0; rounds < 400 && !condition(); rounds += 1) await sleep(50)
}

/** Ends with the process that started it, so that no test leaves one behind. */
async function hang(): Promise<void> {
  const parent = process.ppid
  if (process.listenerCount('SIGINT') === 0) {
    process.on('SIGINT', () => {
      tell('interrupted')
      process.exit(130)
    })
  }
  writeFileSync(join(folder, `hanging-${process.pid}`), '')
  for (let rounds = 0; rounds < 600 && process.ppid === parent; rounds += 1) await sleep(100)
  process.exit(1)
}

function tarOf(files: Map<string, Buffer>): Buffer {
  const entries = [...files].flatMap(([name, content]) => {
    const head = Buffer.alloc(512)
    head.write(name)
    head.write(`0000644\0${'0000000\0'.repeat(2)}${octal(content.length, 11)}\0${octal(0, 11)}\0`, 100)
    head.write('        0', 148)
    head.write('ustar\x0000', 257)
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.write(`${octal(sum, 6)}\0 `, 148)
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...entries, Buffer.alloc(1024)])
}

const octal = (value: number, width: number): string => value.toString(8).padStart(width, '0')

interface Destination {
  reference: string
  repository: string
  tag: string
  origin: string
  authorization: string | undefined
}

async function push(): Promise<void> {
  const { values, positionals } = parse({
    authfile: { type: 'string' },
    digestfile: { type: 'string' },
    'tls-verify': { type: 'string' },
  })
  const [reference = ''] = positionals
  const stored = storePath(reference, values.authfile as string | undefined)
  if (!existsSync(stored)) quit(`${reference}: image not known`)
  if (script.holdPush) {
    print('holding the push')
    await hang()
  }
  const image = JSON.parse(readFileSync(stored, 'utf8')) as StoredImage
  const to = destinationOf(reference, values.authfile as string, values['tls-verify'] !== 'false')
  complain('Getting image source signatures')
  const config = Buffer.from(image.config)
  const layer = Buffer.from(image.layer, 'base64')
  complain(`Copying blob ${digestOf(layer)}`)
  await pushBlob(to, layer)
  complain(`Copying config ${digestOf(config)}`)
  await pushBlob(to, config)
  complain('Writing manifest to image destination')
  const digest = await pushManifest(to, config, layer)
  complain('Storing signatures')
  if (values.digestfile) writeFileSync(values.digestfile as string, digest)
}

function destinationOf(reference: string, authfile: string, tls: boolean): Destination {
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? []
  const { auths = {} } = JSON.parse(readFileSync(authfile, 'utf8')) as {
    auths?: Record<string, { auth?: string }>
  }
  const auth = auths[host]?.auth
  return {
    reference,
    repository,
    tag,
    origin: `${tls ? 'https' : 'http'}://${host}`,
    authorization: auth && `Basic ${auth}`,
  }
}

async function ask(to: Destination, path: string, init: RequestInit): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>) }
  if (to.authorization) headers.authorization = to.authorization
  try {
    return await fetch(new URL(path, to.origin), { ...init, headers })
  } catch (error) {
    const { cause } = error as { cause?: Error }
    return failPush(to, `pinging container registry ${to.origin}: ${cause?.message ?? String(error)}`)
  }
}

function failPush({ reference }: Destination, why: string): never {
  return quit(`pushing image "${reference}" to "docker://${reference}": ${why}`)
}

async function pushBlob(to: Destination, data: Buffer): Promise<void> {
  const digest = digestOf(data)
  const blobs = `/v2/${to.repository}/blobs`
  const known = await ask(to, `${blobs}/${digest}`, { method: 'HEAD' })
  if (known.status === 200) return
  const started = await ask(to, `${blobs}/uploads/`, { method: 'POST' })
  if (started.status !== 202) {
    failPush(
      to,
      `writing blob: initiating layer upload to ${blobs}/uploads/ in ${to.origin}: ${await said(started)}`,
    )
  }
  const upload = new URL(started.headers.get('location') ?? '', to.origin)
  upload.searchParams.set('digest', digest)
  const done = await ask(to, upload.href, { method: 'PUT', body: new Uint8Array(data) })
  if (done.status !== 201)
    failPush(to, `writing blob: uploading layer to ${upload.href}: ${await said(done)}`)
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

async function pushManifest(to: Destination, config: Buffer, layer: Buffer): Promise<string> {
  const of = (mediaType: string, data: Buffer): object => ({
    mediaType: `application/vnd.oci.image.${mediaType}`,
    digest: digestOf(data),
    size: data.length,
  })
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: of('config.v1+json', config),
    layers: [of('layer.v1.tar+gzip', layer)],
  })
  const path = `/v2/${to.repository}/manifests/${to.tag}`
  const answer = await ask(to, path, { method: 'PUT', body, headers: { 'content-type': MANIFEST } })
  if (answer.status === 201) return digestOf(body)
  const where = to.reference.slice(0, to.reference.lastIndexOf(':'))
  return failPush(to, `writing manifest: uploading manifest ${to.tag} to ${where}: ${await said(answer)}`)
}

/** As containers/image puts it: the registry's own error, or the bare status. */
async function said(answer: Response): Promise<string> {
  const text = await answer.text()
  try {
    const { errors } = JSON.parse(text) as { errors: { code: string; message: string }[] }
    const [first] = errors
    if (first) return `${first.code.toLowerCase().replaceAll('_', ' ')}: ${first.message}`
  } catch {
    // No error of the distribution API.
  }
  return `received unexpected HTTP status: ${answer.status} ${answer.statusText}`
}

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options']

function parse(options: Options): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args, options: options ?? {}, allowPositionals: true, strict: true })
  } catch (error) {
    return quit(error instanceof Error ? error.message : String(error))
  }
}

if (command === '--version') {
  // No build yet, so no call that a test would count.
  writeFileSync(join(folder, `asked-${process.pid}`), '')
  print(`buildah version ${script.version ?? '1.44.0'} (image-spec 1.1.1, runtime-spec 1.2.1)`)
  process.exit(0)
}
record()
const commands: Record<string, () => Promise<void>> = { build, push }
const act = commands[command]
if (act) await act()
else quit(`unrecognized command \`buildah ${command}\``)
