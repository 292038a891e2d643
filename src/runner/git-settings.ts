/**
 * Settings of the user or the machine that would start a program; nothing that is asked of git here needs one. Those of
 * a checkout itself are not read at all (`kept-settings.ts`).
 */
export const NO_PROGRAMS: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  // Since git 2.54 hooks are settings, too; since 2.55 they are off by event (git-config, `hook.<event>.enabled`).
  ['hook.post-index-change.enabled', 'false'],
  ['hook.pre-push.enabled', 'false'],
  ['hook.reference-transaction.enabled', 'false'],
  ['core.fsmonitor', 'false'],
  ['credential.helper', ''],
  ['log.showSignature', 'false'],
]

/**
 * The same by variables, which win over settings. A trace is set up before any setting of the command line is read
 * (Trace2 API), and with `trace2.envVars` it would hold the token.
 */
export const NO_PROMPTS_OR_TRACES = {
  GIT_TERMINAL_PROMPT: '0',
  // Empty, so that neither `core.askPass` nor SSH_ASKPASS is looked for.
  GIT_ASKPASS: '',
  GIT_TRACE2: '0',
  GIT_TRACE2_EVENT: '0',
  GIT_TRACE2_PERF: '0',
} as const
