/**
 * A path of the config repository as git names it: without `.` segments and without a slash at the end; the root is
 * the empty path. undefined for anything that could leave the repository.
 */
export function overlayPath(given: string): string | undefined {
  if (given.startsWith('/') || given.includes('\\')) return undefined
  const segments = given.replace(/\/$/, '').split('/')
  if (segments.some((segment) => segment === '' || segment === '..')) return undefined
  return segments.filter((segment) => segment !== '.').join('/')
}
