import type { YamlNode } from '../../yaml/node.ts'

/** Why a patch or a replacement does not fit what it is to change: kustomize would stop. */
export class Misfit extends Error {
  readonly at: YamlNode

  constructor(message: string, at: YamlNode) {
    super(message)
    this.at = at
  }
}
