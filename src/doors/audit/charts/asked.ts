import type { HelmUse } from '../../../effective/helm/use.ts'
import { isOn } from '../findings/run.ts'
import type { Settings } from '../plan/settings.ts'
import { globalRegistryDefeated } from '../rules/helm/global-registry-defeated.ts'
import { imagesExpected } from '../rules/helm/images-expected.ts'
import { renderMismatch } from '../rules/helm/render-mismatch.ts'

const ASKING = [globalRegistryDefeated, renderMismatch, imagesExpected]

/**
 * The charts of which helm has something to say that a rule wants to know: those that lie in the repository whole, with
 * values that are all known, and that name a registry for all services, or are counted.
 */
export function askedOfHelm(uses: readonly HelmUse[], settings: Settings): readonly HelmUse[] {
  const [ofRegistry, ofCount] = [ASKING.slice(0, 2), ASKING.slice(2)].map((rules) =>
    rules.some((rule) => isOn(rule, settings)),
  )
  return uses.filter((use) => {
    const { bundle, release, services, globalRegistry } = use
    if (!bundle?.isWhole || !release.isComplete || services.length === 0) return false
    return ofCount || (ofRegistry && globalRegistry !== undefined)
  })
}
