import { type Answer, type Call, ok } from './call.ts'

/** The primary limit, which nobody of the tests reaches. */
export async function getRateLimit({ caller }: Call): Promise<Answer> {
  const rate = {
    limit: 5000,
    remaining: 4999,
    used: 1,
    reset: Math.floor(caller.state.settings.now() / 1000) + 3600,
  }
  return ok({ resources: { core: rate, search: rate, graphql: rate }, rate })
}
