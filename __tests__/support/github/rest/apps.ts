import { type App, appOf, covers, holds, type Installation, mint } from '../apps.ts'
import { isoSeconds } from '../git-objects.ts'
import type { Permissions } from '../grants.ts'
import { notFound, refuse } from '../refusal.ts'
import { repositoryOf } from '../state.ts'
import { type Answer, type Call, created, NOTHING, ok } from './call.ts'
import { repositoryShape, userShape } from './shapes.ts'

const BEGINNING = '2026-01-01T00:00:00Z'

const ownerOf = (fullName = 'acme/any'): string => fullName.split('/')[0] ?? ''

export async function getApp({ caller }: Call): Promise<Answer> {
  const { id, slug, installations } = appOf(caller.state, caller.token)
  return ok({
    ...{ id, slug, name: slug, description: null, events: [], owner: userShape('acme') },
    external_url: 'https://acme.example',
    html_url: `${caller.state.settings.serverUrl}/apps/${slug}`,
    permissions: installations[0]?.permissions ?? {},
    ...{ created_at: BEGINNING, updated_at: BEGINNING },
  })
}

function installationShape({ id: app_id, slug }: App, installation: Installation, serverUrl: string) {
  const { id, permissions, repositories, suspended } = installation
  const account = {
    ...userShape(ownerOf(repositories === 'all' ? undefined : repositories[0])),
    type: 'Organization',
  }
  return {
    ...{
      id,
      app_id,
      app_slug: slug,
      target_id: account.id,
      target_type: 'Organization',
      account,
      permissions,
    },
    ...{
      repository_selection: repositories === 'all' ? 'all' : 'selected',
      events: [],
      single_file_name: null,
    },
    html_url: `${serverUrl}/organizations/${account.login}/settings/installations/${id}`,
    ...{ created_at: BEGINNING, updated_at: BEGINNING },
    ...{ suspended_at: suspended ? BEGINNING : null, suspended_by: suspended ? userShape('mona') : null },
  }
}

export async function installationOfRepository({ caller, given }: Call): Promise<Answer> {
  const app = appOf(caller.state, caller.token)
  const fullName = `${given.owner}/${given.repo}`
  const there = await repositoryOf(caller.state, fullName)
  const installation = app.installations.find((each) => there && holds(each, fullName)) ?? notFound()
  return ok(installationShape(app, installation, caller.state.settings.serverUrl))
}

/** An installation is of an owner, whatever repositories it has there. */
export async function installationOfOwner({ caller, given }: Call): Promise<Answer> {
  const app = appOf(caller.state, caller.token)
  const owned = ({ repositories }: Installation): string =>
    ownerOf(repositories === 'all' ? undefined : repositories[0])
  const installation = app.installations.find((each) => owned(each) === given.username) ?? notFound()
  return ok(installationShape(app, installation, caller.state.settings.serverUrl))
}

function installationOf(app: App, { given }: Call): Installation {
  return app.installations.find(({ id }) => id === Number(given.installation_id)) ?? notFound()
}

export async function getInstallation(call: Call): Promise<Answer> {
  const app = appOf(call.caller.state, call.caller.token)
  return ok(installationShape(app, installationOf(app, call), call.caller.state.settings.serverUrl))
}

export async function createToken(call: Call): Promise<Answer> {
  const { state, token: jwt } = call.caller
  const app = appOf(state, jwt)
  const installation = installationOf(app, call)
  if (installation.suspended) refuse({ status: 403, message: 'This installation has been suspended' })
  const { repositories: names, permissions = installation.permissions } = call.body as Asked
  const owner = ownerOf(installation.repositories === 'all' ? undefined : installation.repositories[0])
  const asked = names?.map((name) => `${owner}/${name}`)
  const found = await Promise.all((asked ?? []).map((name) => repositoryOf(state, name)))
  if (found.some((each) => !each || !holds(installation, each.fullName))) {
    const message =
      'There is at least one repository that does not exist or is not accessible to the parent installation.'
    refuse({ status: 422, message })
  }
  if (!covers(installation, permissions)) {
    refuse({ status: 422, message: 'The permissions requested are not granted to this installation.' })
  }
  const given: Permissions = { ...permissions, metadata: 'read' }
  const repositories = asked ?? installation.repositories
  const { token, expiresAt } = mint(state, { app, installation }, { repositories, permissions: given })
  const { serverUrl } = state.settings
  const shown = found.flatMap((each) => (each ? [repositoryShape(each, { branch: 'main', serverUrl })] : []))
  return created({
    ...{ token, expires_at: isoSeconds(expiresAt), permissions: given },
    repository_selection: asked ? 'selected' : installation.repositories === 'all' ? 'all' : 'selected',
    ...(asked ? { repositories: shown } : {}),
  })
}

interface Asked {
  repositories?: string[]
  permissions?: Permissions
}

export async function revokeToken({ caller }: Call): Promise<Answer> {
  if (caller.grant.kind !== 'installation')
    refuse({ status: 403, message: 'This endpoint requires you to be authenticated as an installation.' })
  const minted = [...caller.state.apps.values()].flatMap((app) => app.minted)
  for (const one of minted) if (one.token === caller.token) one.revoked = true
  caller.state.settings.tokens.delete(caller.token)
  caller.state.grants.delete(caller.token)
  return NOTHING
}
