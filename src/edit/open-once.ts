import type { EditableFile, EditTarget } from './target.ts'

type KindOf = (path: string) => EditTarget

/** For one look at a commit: a file is opened once, however many images are looked for in it. */
export function openOnce(kindOf: KindOf): KindOf {
  const opened = new Map<string, { readonly text: string; readonly file: EditableFile }>()
  return (path) => {
    const kind = kindOf(path)
    return {
      ...kind,
      open: (file) => {
        const known = opened.get(path)
        if (known?.text === file.text) return known.file
        const fresh = kind.open(file)
        opened.set(path, { text: file.text, file: fresh })
        return fresh
      },
    }
  }
}
