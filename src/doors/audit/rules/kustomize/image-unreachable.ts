import type { ImagesEntry, Kustomization, Unreached } from '../../../../effective/kustomize/kustomization.ts'
import { lineOf, quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { ownedEntries, placeOf } from './entry.ts'

export const imageUnreachable: Rule = {
  id: 'kustomize-image-unreachable',
  title: 'An entry of images: names an image in a field that kustomize does not look at',
  severity: 'error',
  why: 'kustomize changes images in lists called containers and initContainers, and nowhere else. The image of a workflow step, of a sidecar of one, or of most custom resources stays as the base has it, and kustomize says nothing.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: {
      'apps/web/workflow-images.yaml':
        'images: [{kind: WorkflowTemplate, path: "spec/templates[]/container/image"}]\n',
      'apps/web/workflow.yaml': `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: training
spec:
  templates:
    - name: train
      container:
        image: training
`,
    },
    bad: `resources:
  - workflow.yaml
images:
  - name: training
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/training
    newTag: v1.4.2
`,
    good: `resources:
  - workflow.yaml
images:
  - name: training
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/training
    newTag: v1.4.2
configurations:
  - workflow-images.yaml # images: [{kind: WorkflowTemplate, path: "spec/templates[]/container/image"}]
`,
  },
  *check({ repository }) {
    for (const { entry, kustomization } of ownedEntries(repository)) {
      if (entry.matched.length === 0 && entry.unreachable.length > 0) yield found(entry, kustomization)
    }
  },
}

function found(entry: ImagesEntry, { folder }: Kustomization): Found {
  const [first, ...others] = entry.unreachable
  const name = quote(entry.name?.text ?? '')
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const where = first ? `${first.object} (${first.field}, ${lineOf(first.at)})` : 'some object'
  return {
    at: placeOf(entry),
    message: `${name} only stands in ${where}${more}, which images: does not change, so this entry does nothing`,
    hint: `Set the image by a patch${first ? `, or name a file under configurations: that has the line \`${fieldSpec(first)}\`` : ''}.`,
    inheritedBy: [folder],
    ...severityOf(entry),
  }
}

/** An overlay that is not known in full may have it elsewhere, too; a text of another field may be no image at all. */
function severityOf({ complete, unreachable }: ImagesEntry): Pick<Found, 'severity'> {
  if (!complete) return { severity: 'notice' }
  return unreachable.some(({ field }) => /(?:^|\.)image(?:Name)?$/.test(field)) ? {} : { severity: 'warning' }
}

/** What a file of configurations says to have a field looked at, as kustomize writes its path. */
function fieldSpec({ object, field }: Unreached): string {
  const path = field.replaceAll(/\[\d+\]/g, '[]').replaceAll('.', '/')
  return `images: [{kind: ${object.slice(0, object.indexOf('/'))}, path: ${JSON.stringify(path)}}]`
}
