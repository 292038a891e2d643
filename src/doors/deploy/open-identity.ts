import type { Step } from '../../action.ts'
import { endpointUrl } from '../../aws/endpoints.ts'
import { askedAhead, githubWebIdentity, type WebIdentity } from '../../aws/session/oidc.ts'
import { lookUpServers } from '../../images/look-up-servers.ts'
import type { Plan, PushPlan } from '../../plan/plan.ts'
import { closeConnections, openAhead } from '../../runner/http.ts'
import { LIMITS, lastStart } from '../../runner/retry.ts'
import type { Source } from '../../source/source.ts'

/**
 * Who the run is to AWS. The first token that it will need is asked for at once, and while GitHub makes it, connections
 * are opened to all who are asked next. A run without such a token, or one that pushes nothing, asks for what it needs
 * when it needs it: with ambient credentials the services are near, and whether there are any nobody knows before.
 */
export function openIdentity(
  plan: Plan,
  source: Source,
  { environment, secrets, signal, watch, atEnd }: Step,
): WebIdentity {
  atEnd(closeConnections)
  const identity = githubWebIdentity(environment.variables, source, { signal, secrets, watch })
  if (plan.kind !== 'push') return identity
  const { session } = plan.images[0].access
  if (session.ambient) return identity
  return askedAhead(identity, session.audience, {
    budgetMs: lastStart(LIMITS),
    onRequest: () => openForLookUp(plan),
  })
}

function openForLookUp({ images }: PushPlan): void {
  openAhead(endpointUrl('STS', images[0].access), 1)
  for (const [url, count] of lookUpServers(images)) openAhead(url, count)
}
