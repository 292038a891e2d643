import { joinReference } from '../../names/reference.ts'
import { saidAt } from '../argocd/sources.ts'
import type { ScalarNode, YamlNode } from '../yaml/node.ts'

/** Entries of `images:` as the texts that Argo CD writes for them, each in the place of what it sets. */
export function argocdImages(items: readonly YamlNode[]): readonly ScalarNode[] {
  return items.flatMap((item) => {
    const [name, newName, tag, digest] = ['name', 'newName', 'newTag', 'digest'].map((key) =>
      saidAt(item, key),
    )
    const at = tag ?? digest ?? newName
    if (!name || !at) return []
    const to = joinReference({ image: newName?.text ?? name.text, tag: tag?.text, digest: digest?.text })
    return [{ ...at, source: { ...at.source, exact: false }, text: `${name.text}=${to}` }]
  })
}
