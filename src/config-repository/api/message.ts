/** A commit message as GitHub's API takes it: it puts an empty line between the two again. */
export function splitMessage(message: string): { readonly headline: string; readonly body?: string } {
  const [headline = '', ...rest] = message.split('\n')
  const body = rest.slice(rest.findIndex(isWritten), rest.findLastIndex(isWritten) + 1).join('\n')
  return body === '' ? { headline } : { headline, body }
}

const isWritten = (line: string): boolean => line.trim() !== ''

/** Whether a commit has this message; GitHub may put a trailer behind it, for a repository that wants a sign-off. */
export function hasMessage(commit: string, message: string): boolean {
  const [made, sent] = [wordsOf(commit), wordsOf(message)]
  return made === sent || made.startsWith(`${sent}\n`)
}

/** Servers differ in what white space they keep. */
const wordsOf = (message: string): string =>
  message
    .split('\n')
    .filter(isWritten)
    .map((line) => line.trim())
    .join('\n')
