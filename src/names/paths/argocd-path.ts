import { formatPath, isMistaken, parsePath, type Step } from '../yaml-path.ts'

/** How an Argo CD Application says which image is deployed (Argo CD, "Application Specification"). */
export type ArgocdForm = 'values' | 'valuesObject' | 'parameters' | 'images'

/** A place in an Application or ApplicationSet, and one in what stands there. */
export interface ArgocdAddress {
  /** Which document of the file is meant: by the name of its object, or its number; undefined where one alone has the place. */
  readonly document: Step | undefined
  readonly form: ArgocdForm
  /** The steps to the values, the parameters or the images. */
  readonly holder: readonly Step[]
  /** The path of the image in values, the name that its parameters begin with, or what it is called among the images. */
  readonly inner: string
}

const FORMS: Readonly<Record<string, readonly ArgocdForm[]>> = {
  helm: ['values', 'valuesObject', 'parameters'],
  kustomize: ['images'],
}

/**
 * `spec.source.helm.values#image`: a path to what Helm or kustomize is given, then one in there, parted by `#` or a dot.
 * undefined for a path of any other kind.
 */
export function argocdAddress(key: string): ArgocdAddress | undefined {
  const steps = parsePath(key)
  if (isMistaken(steps)) return undefined
  const at = steps.findIndex((step, index) => formAt(steps, index) !== undefined && step.kind === 'key')
  const form = formAt(steps, at)
  if (form === undefined) return undefined
  const [first] = steps
  const document = first?.kind === 'key' ? undefined : first
  return {
    document,
    form,
    holder: [...steps.slice(document ? 1 : 0, at), { kind: 'key', key: form }],
    inner: innerOf(steps.slice(at), { key, form }),
  }
}

function formAt(steps: readonly Step[], index: number): ArgocdForm | undefined {
  const [before, step] = [steps[index - 1], steps[index]]
  if (before?.kind !== 'key' || step?.kind !== 'key') return undefined
  const [name] = step.key.split('#')
  return FORMS[before.key]?.find((form) => form === name)
}

/** A name of an image or parameter has dots of its own; a path has steps. */
function innerOf(
  [first, ...rest]: readonly Step[],
  { key, form }: { readonly key: string; readonly form: ArgocdForm },
): string {
  const [, behind] = /#(.*)$/s.exec(first?.kind === 'key' ? first.key : '') ?? []
  const [second] = rest
  if (form === 'parameters' || form === 'images') {
    if (behind !== undefined) return key.slice(key.indexOf('#') + 1)
    return second?.kind === 'match' && second.field === 'name' ? second.value : ''
  }
  const lead: readonly Step[] = behind ? [{ kind: 'key', key: behind }] : []
  return formatPath([...lead, ...rest])
}
