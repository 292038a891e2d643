import type { ImageCatalog } from './image-catalog.ts'
import { findRepository, newRepository, type RegistryHome } from './image-store.ts'
import { type Exchange, type Part, type Reply, startPart } from './part.ts'
import type { RegistryAccess } from './registry-access.ts'
import {
  type BlobRules,
  cancelUpload,
  continueUpload,
  finishUpload,
  getBlob,
  startUpload,
  uploadStatus,
} from './registry-blobs.ts'
import { getManifest, putManifest } from './registry-manifests.ts'
import { empty, nameUnknown, type RegistryCall, registryError } from './registry-reply.ts'

export interface RegistryOptions extends RegistryHome {
  catalog: ImageCatalog
  /** Whose passwords open it; an open registry when absent. */
  access?: RegistryAccess
}

export interface RegistryPart extends Part {
  settings: RegistrySettings
}

interface RegistrySettings {
  mount: boolean
  /** Prefixes of repository creation templates that are applied for CREATE_ON_PUSH. */
  templates: string[]
}

interface Route {
  name: string
  method: RegExp
  path: RegExp
  /** What ECR asks a permission for. */
  permission: string
  answer(rules: BlobRules, call: RegistryCall): Reply | Promise<Reply>
}

const UPLOADS = /^\/v2\/(.+)\/blobs\/uploads\/()$/
const UPLOAD = /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/
const BLOB = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]{64})$/
const MANIFEST = /^\/v2\/(.+)\/manifests\/([^/]+)$/

const route = (
  name: string,
  [method, path]: [RegExp, RegExp],
  rest: Omit<Route, 'name' | 'method' | 'path'>,
) => ({
  name,
  method,
  path,
  ...rest,
})

const ROUTES: Route[] = [
  route('StartUpload', [/^POST$/, UPLOADS], { permission: 'InitiateLayerUpload', answer: startUpload }),
  route('UploadChunk', [/^PATCH$/, UPLOAD], { permission: 'UploadLayerPart', answer: continueUpload }),
  route('FinishUpload', [/^PUT$/, UPLOAD], { permission: 'CompleteLayerUpload', answer: finishUpload }),
  route('UploadStatus', [/^GET$/, UPLOAD], { permission: 'UploadLayerPart', answer: uploadStatus }),
  route('CancelUpload', [/^DELETE$/, UPLOAD], { permission: 'UploadLayerPart', answer: cancelUpload }),
  route('HeadBlob', [/^HEAD$/, BLOB], { permission: 'BatchCheckLayerAvailability', answer: getBlob }),
  route('GetBlob', [/^GET$/, BLOB], { permission: 'GetDownloadUrlForLayer', answer: getBlob }),
  route('GetManifest', [/^(GET|HEAD)$/, MANIFEST], {
    permission: 'BatchGetImage',
    answer: ({ catalog }, call) => getManifest(catalog, call),
  }),
  route('PutManifest', [/^PUT$/, MANIFEST], {
    permission: 'PutImage',
    answer: ({ catalog }, call) => putManifest(catalog, call),
  }),
]

export async function startRegistry(options: RegistryOptions): Promise<RegistryPart> {
  const settings: RegistrySettings = { mount: true, templates: [] }
  const rules: BlobRules = { catalog: options.catalog, uploads: new Map(), mount: () => settings.mount }
  const part = await startPart({
    action: (exchange) => find(exchange)?.name ?? (exchange.url.pathname === '/v2/' ? 'Ping' : 'Other'),
    answer: (exchange) => answer(exchange, { ...options, templates: settings.templates }, rules),
    shapeError: (code, message, status = 400) => registryError(status, code, message),
  })
  return Object.assign(part, { settings })
}

const find = ({ method, url }: Exchange): Route | undefined =>
  ROUTES.find((candidate) => candidate.method.test(method) && candidate.path.test(url.pathname))

type AnswerOptions = RegistryOptions & Pick<RegistrySettings, 'templates'>

async function answer(exchange: Exchange, options: AnswerOptions, rules: BlobRules): Promise<Reply> {
  const { account, region, access, catalog } = options
  const login = access?.login(passwordOf(exchange))
  if (login?.state === 'unknown') return unauthorized()
  if (login?.state === 'expired') {
    return registryError(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')
  }
  if (exchange.url.pathname === '/v2/') return empty(200)
  const found = find(exchange)
  const [, repository, reference] = found?.path.exec(decodeURIComponent(exchange.url.pathname)) ?? []
  if (!found || repository === undefined || reference === undefined)
    return registryError(404, 'UNSUPPORTED', '')
  const place = { account, region, repository }
  const refused = (permission: string) => login && access?.refusal(login.session, `ecr:${permission}`, place)
  const refusal = refused(found.permission)
  if (refusal) return registryError(403, 'DENIED', refusal)
  if (!(await findRepository(catalog, place))) {
    const isMade = found.name === 'StartUpload' && options.templates.some((one) => isBelow(repository, one))
    if (!isMade) return nameUnknown(place)
    const forbidden = refused('CreateRepository')
    if (forbidden) return registryError(403, 'DENIED', forbidden)
    // ECR user guide, "Repository creation templates": mutable unless the template says otherwise.
    await catalog.createRepository({ account, region }, newRepository(repository, { mutability: 'MUTABLE' }))
  }
  return found.answer(rules, { exchange, place, reference })
}

const isBelow = (repository: string, prefix: string): boolean =>
  prefix === 'ROOT' || repository.startsWith(`${prefix}/`)

function passwordOf({ headers }: Exchange): string {
  const [scheme, encoded = ''] = headers.authorization?.split(' ') ?? []
  if (scheme?.toLowerCase() !== 'basic') return ''
  const [user, ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return user === 'AWS' ? password.join(':') : ''
}

const unauthorized = (): Reply => {
  const refusal = registryError(401, 'UNAUTHORIZED', 'no basic auth credentials')
  return {
    ...refusal,
    headers: { ...refusal.headers, 'www-authenticate': 'Basic realm="embedded-ecr",service="ecr"' },
  }
}
