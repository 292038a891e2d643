import { placeIn } from '../../config-repository/overlay.ts'
import type { ConfigTree } from '../../config-repository/repository.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { Checks } from '../../gitops/checks.ts'
import { type Proposal, writtenBy } from '../../gitops/proposal.ts'
import type { ConfigPlan, ConfigRemote } from '../../plan/config.ts'
import { applicationOverrides } from '../../render/applications/applications.ts'
import { argocdOverrides } from '../../render/argocd.ts'
import type { ChartCheck } from '../../render/charts/chart-check.ts'
import { ofKustomize } from '../../render/of-kustomize.ts'
import { RenameCheck } from '../../render/rename-check.ts'
import { RenderCheck } from '../../render/render-check.ts'
import { kustomizationWarnings } from '../../render/roles.ts'
import { kustomizeRenderer } from '../../render/tool/renderer.ts'
import type { Environment } from '../../runner/environment.ts'
import type { Log } from '../../runner/log.ts'
import { nextTurn } from '../../runner/turns.ts'
import type { Watch } from '../../runner/waiting.ts'
import type { Workspace } from '../../runner/workspace.ts'

export interface ChecksOptions {
  readonly config: ConfigPlan
  readonly environment: Environment
  readonly workspace: Workspace
  readonly log: Log
  readonly signal: AbortSignal
  readonly watch: Watch
}

/** What is looked at beyond the edited entries, with the tools of this runner. */
export function openChecks(tree: ConfigTree, options: ChecksOptions): Checks {
  const { config, environment, signal, watch, log } = options
  const placeAt = (tip: string) => placeIn(config.remote, tip)
  const onFile = () => nextTurn(signal)
  const renameCheck = new RenameCheck(tree)
  const renderCheck = new RenderCheck({
    mode: config.renderCheck,
    tree,
    render: kustomizeRenderer(environment.variables, options),
    knownAccounts: config.knownAccounts,
    placeAt,
    onFile,
    onWarning: (warning) => log.warning(warning),
  })
  const checkCharts = chartsAsked(tree, options)
  return {
    seek: async (proposal) => {
      const { warnings, unknown } = await applicationOverrides(ofKustomize(proposal), {
        tree,
        address: comparable(config.remote),
        onFile,
      })
      for (const line of unknown) log.info(line)
      return warnings
    },
    advise: async (proposal) => [
      ...kustomizationWarnings(ofKustomize(proposal), config.knownAccounts, placeAt(proposal.tip)),
      ...(await argocdOverrides(tree, ofKustomize(proposal))),
    ],
    render: (proposal) =>
      watch(
        () => ({ what: 'the overlays to be rendered' }),
        async () => {
          const overlays = renderCheck.check(ofKustomize(proposal))
          // Behind them: both write into one folder for a tip.
          const charts = Promise.allSettled([overlays]).then(() => checkCharts(proposal))
          return (await allOrProblems([renameCheck.check(proposal), overlays, charts])).flat()
        },
      ),
  }
}

/** Nothing of it is loaded, and helm not looked for, where no values of a chart are edited. */
function chartsAsked(
  tree: ConfigTree,
  options: ChecksOptions,
): (proposal: Proposal) => Promise<readonly string[]> {
  const { config, environment, log } = options
  let opened: Promise<ChartCheck> | undefined
  const open = async () => {
    const [{ ChartCheck }, { helmRenderer }] = await Promise.all([
      import('../../render/charts/chart-check.ts'),
      import('../../render/tool/helm.ts'),
    ])
    return new ChartCheck({
      mode: config.renderCheck,
      tree,
      address: comparable(config.remote),
      render: helmRenderer(environment.variables, options),
      onNote: (note) => log.notice(note),
      onWarning: (warning) => log.warning(warning),
    })
  }
  return async (proposal) => {
    const hasValues = writtenBy(proposal).some(({ kind }) => kind === 'helm-values' || kind === 'argocd')
    if (config.renderCheck === 'off' || !hasValues) return []
    opened ??= open()
    return (await opened).check(proposal)
  }
}

/** Azure DevOps has a name of its own for one repository in each form of its address. */
const comparable = ({ url, host }: ConfigRemote): string | undefined => (host === 'azure' ? undefined : url)
