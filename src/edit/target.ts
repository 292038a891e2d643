import type { Place, Problem } from '../errors/errors.ts'

/** A text file of the config repository; `place` builds the link to a line of it. */
export interface ConfigFile {
  readonly path: string
  readonly text: string
  readonly place: (line?: number) => Place
}

/** What an entry says of its image. */
export interface ImageValues {
  /** Its name, with the registry where it has one; undefined where something else decides it. */
  readonly image: string | undefined
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** The values that an entry is to have; one that is absent here stays as it is. */
export type WantedValues = { readonly [Value in keyof ImageValues]?: string }

/** What a file says of the registry of its images, beside the entries. */
export interface SharedRegistry {
  readonly host: string
  /** Where it says the repository of the image as well. */
  readonly repository?: string | undefined
  readonly key: string
  readonly line: number
}

/** A marker comment that stops automatic writes to an entry. */
export interface Hold {
  readonly reason: string
  readonly line: number
}

/** A place with the same image that a process beside it runs. */
export interface Twin {
  readonly line: number
  /** As that of an entry. */
  readonly at: number
  readonly reference: string
  readonly what: string
  /** What whoever reads of it can do. */
  readonly remedy: string
}

/** Where a file says which image is deployed. */
export interface Entry {
  readonly file: ConfigFile
  readonly line: number
  /** Where in its text what is edited begins: two ways to one place in a file come to the same. */
  readonly at: number
  readonly values: ImageValues
  /** Where the name of the image stands; `chosen`: it is the entry's own decision, not what the manifests call it. */
  readonly name: { readonly line: number; readonly chosen: boolean }
  /** What decides the registry for it, where it does not do so itself. */
  readonly shared?: SharedRegistry | undefined
  /** The input that names its file. */
  readonly input: string
  readonly hold: Hold | undefined
  /** What people should know once it is written. */
  readonly notices: readonly string[]
  readonly twins?: readonly Twin[]
  /** Whether there is nothing to edit. */
  has(wanted: WantedValues): boolean
  /**
   * The text of the file with the values set and, where a reason is given, a hold marker: every other byte is as it was,
   * which is proved before it is returned. @throws StepError EDIT_UNSAFE.
   */
  edit(wanted: WantedValues, hold?: string): string
}

/** A file that is understood well enough to be edited byte by byte; `key` is what its kind knows an entry by. */
export interface EditableFile {
  /** undefined when there is none. @throws StepError for several, or one that cannot be edited exactly. */
  find(key: string): Entry | undefined
  /** What is wrong when there must be one: what the file has instead. `repositoryUrl` is where the image is pushed to. */
  absence(key: string, repositoryUrl?: string): Problem
  /** The text with a new entry, every other byte as it was; proved. @throws StepError EDIT_UNSAFE. */
  create(key: string, values: WantedValues): string
}

/** A kind of file that images are deployed from. */
export interface EditTarget {
  /** What an entry is, for a message. */
  describe(key: string): string
  /** What an entry without a value calls the image; undefined where nothing says it. */
  called(key: string): string | undefined
  /** @throws StepError for a text that cannot be edited exactly. */
  open(file: ConfigFile): EditableFile
  /** false: the text has no such entry, whatever else is in it. It is asked before somebody else's file is opened. */
  mayHave(text: string, key: string): boolean
  /** Whether a text that cannot be opened seems to have the entry. */
  declares(text: string, key: string): boolean
}
