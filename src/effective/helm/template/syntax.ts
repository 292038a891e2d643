/** Where something stands in its template. */
export interface At {
  readonly start: number
  readonly end: number
}

export type Operand =
  | { readonly kind: 'dot'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'text'; readonly text: string; readonly start: number }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe; readonly path: readonly string[] }

/** A function or value with what it is given. */
export type Command = readonly Operand[]

export interface Pipe {
  /** `$a :=`, `$key, $value :=`, `$a =`. */
  readonly variables: readonly string[]
  readonly declares: boolean
  readonly commands: readonly Command[]
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string; readonly at: At }
  | { readonly kind: 'action'; readonly pipe: Pipe; readonly at: At }
  | {
      readonly kind: 'if' | 'with' | 'range'
      readonly pipe: Pipe
      readonly body: readonly TemplateNode[]
      readonly otherwise: readonly TemplateNode[]
      readonly at: At
    }
  | {
      readonly kind: 'template'
      readonly name: string
      readonly pipe: Pipe | undefined
      readonly at: At
    }

export interface Template {
  readonly body: readonly TemplateNode[]
  /** What it defines for all templates. */
  readonly defines: ReadonlyMap<string, readonly TemplateNode[]>
}
