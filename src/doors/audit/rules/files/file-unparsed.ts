import { cutLine, oneLine } from '../../../../names/text.ts'
import type { Rule } from '../rule.ts'

export const fileUnparsed: Rule = {
  id: 'file-unparsed',
  title: 'A file is not the YAML that its name says',
  severity: 'warning',
  why: 'Whoever deploys the file stops where it cannot be read: kustomize fails the whole overlay, and Argo CD shows a comparison error. Nothing else in that part of the file is audited.',
  example: {
    path: 'apps/web.yaml',
    bad: `apiVersion: v1
kind: Pod
metadata:
  name: "web
`,
    good: `apiVersion: v1
kind: Pod
metadata:
  name: "web"
`,
  },
  *check({ repository: { files } }) {
    for (const path of files.paths) {
      const file = files.file(path)
      if (file?.kind !== 'yaml') continue
      const [first, ...others] = file.faults
      if (!first) continue
      const end = file.text.indexOf('\n', first.offset)
      const more = others.length === 0 ? '' : `, and ${others.length} more documents of the file`
      yield {
        at: { source: file, start: first.offset, end: end < 0 ? file.text.length : end },
        message: `This cannot be read as YAML: ${cutLine(oneLine(first.message))}${more}`,
        hint: 'Mend the syntax here. If another program fills in the file first, name it under ignore in .ecr-gitops.yaml.',
        inheritedBy: [],
      }
    }
  },
}
