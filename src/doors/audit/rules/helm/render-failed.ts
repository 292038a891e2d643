import { valueAt } from '../../../../effective/yaml/node.ts'
import { oneLine } from '../../../../names/text.ts'
import { quote } from '../found.ts'
import type { Rule } from '../rule.ts'
import { inheritedBy } from './service.ts'

export const renderFailed: Rule = {
  id: 'helm-render-failed',
  title: 'A chart cannot be rendered with the values that it gets here',
  severity: 'notice',
  why: 'Where helm is on PATH, it is asked for charts that name a registry for all their images, or whose images are counted. A chart that it cannot render deploys nothing with these values, unless whoever deploys it gives others; and what is said of its images is read from its templates alone.',
  *check({ repository }) {
    for (const use of repository.charts) {
      const { failure, bundle, chart = '', origin } = use
      if (failure === undefined || !bundle?.about) continue
      const root = origin.folder ?? origin.root
      const by = root === chart ? '' : ` with what ${quote(root)} gives it`
      yield {
        at: valueAt(bundle.about, 'name') ?? bundle.about,
        message: `Chart ${quote(chart === '' ? '.' : chart)} is not rendered${by}: ${oneLine(failure).replace(/\.$/, '')}`,
        hint: 'Render it on your machine with helm template and the same values to see all that helm says, or turn this rule off if the chart is for others to give values to.',
        ...inheritedBy(use),
      }
    }
  },
}
