import { isMap } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { type ArgocdAddress, argocdAddress } from '../../names/paths/argocd-path.ts'
import type { ConfigFile, EditTarget, Entry } from '../target.ts'
import type { YamlSource } from '../yaml/source.ts'
import { absence } from './absence.ts'
import { imagesEntry } from './images.ts'
import { locate, openApplications } from './locate.ts'
import { parametersEntry } from './parameters.ts'
import { createInBlock, valuesEntry } from './values.ts'

/** Images in Applications and ApplicationSets of Argo CD: in inline values, parameters for Helm, and images for kustomize. */
export const argocdApplications: EditTarget = {
  describe: (key) => `the image at ${key}`,
  called: (key) => {
    const { form, inner } = addressOf(key)
    return form === 'images' ? inner : undefined
  },
  open: (file) => {
    const source = openApplications(file)
    return {
      find: (key) => find(source, key),
      absence: (key) => absence(source, addressOf(key), key),
      create: (key, values) => {
        const at = locate(source, addressOf(key))
        const isBlock = at?.address.form === 'values' && !isMap(at.ways.at(-1)?.node)
        const text = at && isBlock ? createInBlock(at, values) : undefined
        return text ?? fail(absence(source, addressOf(key), key))
      },
    }
  },
  mayHave: (text, key) => namesIn(key).every((name) => text.includes(name)),
  declares: (text, key) =>
    /^apiVersion\s*:\s*["']?argoproj\.io\//m.test(text) && namesIn(key).every((name) => text.includes(name)),
}

function addressOf(key: string): ArgocdAddress {
  const address = argocdAddress(key)
  if (!address) throw new Error(`${key} is no place in an Application`)
  return address
}

function namesIn(key: string): readonly string[] {
  const { form, inner, document } = addressOf(key)
  const own = form === 'images' ? [inner] : []
  return [form, ...own, ...(document?.kind === 'match' ? [document.value] : [])]
}

function find(source: YamlSource, key: string): Entry | undefined {
  const address = addressOf(key)
  const at = locate(source, address)
  if (!at) return undefined
  const again = (file: ConfigFile) => find(openApplications(file), key)
  if (address.form === 'parameters') return parametersEntry(at, again)
  if (address.form === 'images') return imagesEntry(at, again)
  return valuesEntry(at, key, again)
}
