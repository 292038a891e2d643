import { posix } from 'node:path'
import { isTemplate } from './template.ts'

/** Whether a source is in this repository: only an address that is surely another repository's leads elsewhere. */
export function ownBy(address: string | undefined): (url: string | undefined) => boolean {
  const own = slugOf(address)
  return (url) => {
    const given = slugOf(url)
    return own === undefined || given === undefined || own === given
  }
}

/** `owner/name` at the end of an address, as servers compare it. */
function slugOf(url: string | undefined): string | undefined {
  if (url === undefined || isTemplate(url) || url.startsWith('file:')) return undefined
  const [name = '', owner = ''] = url.toLowerCase().replace(/\/$/, '').split('/').toReversed()
  // `git@host:owner/name`
  const plain = owner.slice(owner.lastIndexOf(':') + 1)
  return plain === '' || name === '' ? undefined : `${plain}/${name.replace(/\.git$/, '')}`
}

/** As git names it. */
export function inTree(path: string): string {
  const plain = posix.join('/', path).slice(1).replace(/\/$/, '')
  return plain === '.' ? '' : plain
}
