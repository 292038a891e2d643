import { entriesOf, isNull, type YamlNode } from '../../yaml/node.ts'
import { numberOf } from '../template/number.ts'
import { kindOf, type Value } from '../template/value.ts'

const NAMES: Readonly<Record<string, string>> = {
  apiVersion: 'APIVersion',
  appVersion: 'AppVersion',
  kubeVersion: 'KubeVersion',
}

/** `.Chart`, whose scalars are texts whatever they look like: an `appVersion: 1.10` is the text 1.1. */
export function aboutChart(about: YamlNode | undefined): Value {
  const entries = entriesOf(about).flatMap(({ key, value }) => {
    const name = NAMES[key.text] ?? `${key.text.slice(0, 1).toUpperCase()}${key.text.slice(1)}`
    return value.kind === 'scalar' && isNull(value) ? [] : [[name, asText(value)] as const]
  })
  return { kind: 'dict', entries: new Map(entries) }
}

function asText(value: YamlNode): Value {
  if (value.kind !== 'scalar' || kindOf(value) === 'text') return value
  const text = kindOf(value) === 'number' ? String(numberOf(value.text)) : value.text
  return { kind: 'text', pieces: [{ text, from: [value] }] }
}
