import type { KubeObject } from './object.ts'
import { imageSitesIn } from './sites/image-site.ts'
import { groupOf } from './sites/place.ts'
import { roleSitesIn } from './sites/role-site.ts'
import { type ScalarNode, valueUnder, type YamlNode } from './yaml/node.ts'

/**
 * Whether a text is one that Jinja, ERB, Backstage or another of their kind fills in before anybody applies it:
 * `{{ a }}`, `{% if a %}`, `<%= a %>`.
 */
export const isTemplateText = (text: string): boolean => /\{\{|\{%|<%/.test(text)

/**
 * What tells of a file of objects that another program fills it in first. Braces in a rule of Prometheus or in the text of
 * a ConfigMap are for who reads them in the cluster; a name, an image or a role with braces is nobody's.
 */
export function filledInAt(text: string, objects: readonly KubeObject[]): ScalarNode | undefined {
  if (!isTemplateText(text)) return undefined
  for (const { root, apiVersion } of objects) {
    // Workflows have braces of their own.
    if (groupOf(apiVersion) === 'argoproj.io') continue
    const found = decisiveIn(root).find((node) => node.kind === 'scalar' && isTemplateText(node.text))
    if (found?.kind === 'scalar') return found
  }
  return undefined
}

function decisiveIn(root: YamlNode): readonly YamlNode[] {
  const named = [valueUnder(root, ['metadata', 'name']), valueUnder(root, ['metadata', 'namespace'])].flatMap(
    (node) => node ?? [],
  )
  return [...named, ...[...imageSitesIn(root), ...roleSitesIn(root)].map(({ at }) => at)]
}
