/** Works on one file. An error that nobody foresaw says which one it was; of files within files, the innermost. */
export function atFile<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && !('path' in error)) Object.assign(error, { path })
    throw error
  }
}
