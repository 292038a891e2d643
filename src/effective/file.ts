import type { SkippedFile } from '../names/paths/file-tree.ts'
import type { Source, YamlNode } from './yaml/node.ts'
import type { YamlFault } from './yaml/text.ts'

/** What a file of the repository is to an audit. */
export type FileKind =
  /** Plain YAML or JSON: what it says counts. */
  | 'yaml'
  /** YAML with template actions (`{{ }}`), of Helm or others: what it says is decided elsewhere. */
  | 'template'
  /** A text in a language of its own: HCL, TypeScript. */
  | 'code'

/** A file that was read. */
export interface AuditFile extends Source {
  readonly path: string
  readonly kind: FileKind
  /**
   * Its YAML documents, read when they are asked for first; none of a template, of what is no YAML, and no
   * CustomResourceDefinition: kustomize looks for no image in one either.
   */
  readonly documents: readonly YamlNode[]
  readonly faults: readonly YamlFault[]
  /** Encrypted in part by SOPS: its checksum covers every key, so it is never edited. */
  readonly sops: boolean
  /** Says of itself that it is generated: reported less, and never edited. */
  readonly generated: boolean
}

/** The files of a repository, or of one commit of it. Paths are as git names them, sorted. */
export interface RepositoryFiles {
  /** Of the files that are looked at because of their names: YAML, JSON, code, archives of charts. */
  readonly paths: readonly string[]
  readonly skipped: readonly SkippedFile[]
  /** Whether anything is there, looked at or not; a link within the repository leads to a file. */
  has(path: string): boolean
  /**
   * Any file of text, whatever its name: a kustomization may name `deployment.txt`. By way of a link it is the file that
   * the link leads to, with the path of that. undefined for what is not there or was skipped.
   */
  file(path: string): AuditFile | undefined
  /** For archives of charts. */
  bytes(path: string): Uint8Array | undefined
}
