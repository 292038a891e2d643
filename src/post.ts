/**
 * The post step: removes what a main step that was killed has left behind, and can do nothing else. It is a bundle of
 * its own, because the runner starts it whatever became of main, also where main was ended before it had begun.
 */
import { isWorkspace, removeWorkspace, WORKSPACE_STATE } from './runner/left-behind.ts'

/** A post step never fails the job. Escaped as the runner reads it, so that the text stays one command. */
function warn(text: string): void {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  process.stdout.write(`::warning::${data}\n`)
}

async function post(path: string): Promise<void> {
  if (isWorkspace(path, process.env.RUNNER_TEMP)) await removeWorkspace(path)
  else if (path) warn(`${path} is no folder of this step in RUNNER_TEMP: it is left alone`)
}

void post(process.env[`STATE_${WORKSPACE_STATE}`] ?? '').catch((error: unknown) => warn(String(error)))
