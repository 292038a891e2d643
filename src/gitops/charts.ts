import { raiseCharts } from '../config-repository/charts.ts'
import type { ConfigTree } from '../config-repository/repository.ts'
import { splitReference } from '../names/reference.ts'
import { listPaths } from '../source/history/history.ts'
import { type EntryVerdict, type JudgePorts, type Proposal, writtenBy } from './proposal.ts'

/**
 * The proposal with the versions of the charts whose files it edits; on every tip anew, as these files are. An Application
 * only names a chart: the values in it are no part of one, wherever that chart is. Helm reads no kustomization.
 */
export async function withCharts(
  proposal: Proposal,
  { tree, placeAt }: Pick<JudgePorts, 'placeAt'> & { readonly tree: ConfigTree },
): Promise<Proposal> {
  const { tip, before, files, verdicts } = proposal
  const written = writtenBy(proposal)
  const inCharts = written.filter(({ kind }) => kind !== 'kustomize')
  const edits = inCharts.map(({ file, previous, reference }) => ({
    file,
    previous,
    tag: splitReference(reference).tag,
  }))
  const raised = await raiseCharts(edits, { tree, tip, placeAt })
  const originals = [...raised.files.keys()].map((path) => [path, raised.before.get(path) ?? ''] as const)
  const said = new Map(raised.files.size > 0 ? raised.notices : noneRaised(written))
  return {
    tip,
    verdicts: verdicts.map((verdict) => noticed(verdict, said)),
    before: new Map([...before, ...originals]),
    files: new Map([...files, ...raised.files]),
  }
}

/** Who asks for versions to go up, and names files that are part of no chart, may have meant others. */
function noneRaised(written: readonly EntryVerdict[]): readonly (readonly [string, readonly string[]])[] {
  const paths = [...new Set(written.map(({ file }) => file))]
  const notice = `chart-version: no edited file (${listPaths(paths)}) is part of a chart, so no version goes up.`
  return paths.slice(0, 1).map((path) => [path, [notice]])
}

/** Said once, with the first entry of the file. */
function noticed(verdict: EntryVerdict, said: Map<string, readonly string[]>): EntryVerdict {
  const notices = verdict.outcome === 'write' ? said.get(verdict.file) : undefined
  if (!notices) return verdict
  said.delete(verdict.file)
  return { ...verdict, notices: [...verdict.notices, ...notices] }
}
