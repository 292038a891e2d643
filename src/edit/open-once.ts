import type { EditableFile, EditTarget } from './target.ts'

interface Named {
  readonly kind: string
  readonly path: string
}

type KindOf<Target> = (target: Target) => EditTarget | Promise<EditTarget>

/** For one look at a commit: a file is opened once, however many images are looked for in it. */
export function openOnce<Target extends Named>(
  kindOf: KindOf<Target>,
): (target: Target) => Promise<EditTarget> {
  const opened = new Map<string, { readonly text: string; readonly file: EditableFile }>()
  return async (target) => {
    const kind = await kindOf(target)
    const name = `${target.kind} ${target.path}`
    return {
      ...kind,
      open: (file) => {
        const known = opened.get(name)
        if (known?.text === file.text) return known.file
        const fresh = kind.open(file)
        opened.set(name, { text: file.text, file: fresh })
        return fresh
      },
    }
  }
}
