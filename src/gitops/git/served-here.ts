/**
 * A `file://` remote is served by another git on this machine. It gets no settings of the command that starts it, but
 * reads those of the user, which may name programs. Of the two an empty value is none, so each gets one that changes
 * nothing: `exec` before the command that git would run (git-config, `uploadpack.packObjectsHook`), and the folder that
 * the hooks of the repository itself are in.
 */
const SERVERS = {
  // The blank makes git hand it to a shell.
  'upload-pack': "git -c 'uploadpack.packObjectsHook=exec ' upload-pack",
  'receive-pack': 'git -c core.hooksPath=hooks receive-pack',
} as const

/** The option of a transfer that says what serves it; none where a server elsewhere does. */
export const servedBy = (service: keyof typeof SERVERS, url: string): readonly string[] =>
  url.startsWith('file:') ? [`--${service}=${SERVERS[service]}`] : []
