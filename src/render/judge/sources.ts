import { LONGEST_SHOWN } from '../../names/text.ts'
import { imageName } from '../manifests/images.ts'

/** Where files say what an image is called: a manifest or patch, or the entry of a base. */
export interface ImageSource {
  readonly file: string
  readonly line: number
  readonly key: string
  readonly value: string
}

/** For people: what is written in another way has no place, and what is longer no reader. */
const WRITTEN = /(?:^|[\s{,-])["']?(image|newName)["']?\s{0,9}:\s{1,9}["']?([^\s"',}\]#]+)/g

/** In the order of the files, each of which is read line by line. */
export function sourcesIn(texts: ReadonlyMap<string, string>): readonly ImageSource[] {
  return [...texts].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length > LONGEST_SHOWN || line.trimStart().startsWith('#')) return []
      return [...line.matchAll(WRITTEN)].map(([, key = '', value = '']) => ({
        file,
        line: index + 1,
        key,
        value,
      }))
    }),
  )
}

/** The places of a name, the manifests before the entries of bases. */
export function placesOf(name: string, sources: readonly ImageSource[]): readonly ImageSource[] {
  const own = sources.filter(({ value }) => imageName(value) === name)
  const manifests = own.filter(({ key }) => key === 'image')
  return manifests.length > 0 ? manifests : own
}
