/** What is drawn above and below a message, as a large picture by Bitbucket, says nothing. */
const WORD = /\p{L}{2}|\d{2}/u

/** What the server itself says. */
export function remoteLines(stderr: string): readonly string[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith('remote:'))
  const said = lines.map((line) => line.slice('remote:'.length).trim()).filter((line) => WORD.test(line))
  return said.slice(0, 6)
}

/**
 * What git says of itself, what it adds to every failure over SSH, its question for a password that it may not ask, and
 * the frame of GitLab around a message.
 */
const NO_CAUSE =
  /^(?:$|Cloning into|hint:|warning:|fatal: could not read (?:Username|Password) |Please make sure you have the correct|and the repository exists|remote:[\s=]*$)/

/** What most likely says the cause, in the end of what git wrote. */
export function lastLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !NO_CAUSE.test(line))
  const causes = lines.filter((line) => line !== 'fatal: Could not read from remote repository.')
  return (causes.length > 0 ? causes : lines).slice(-3).join('; ')
}
