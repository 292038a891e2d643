import { existsSync } from 'node:fs'
import { chmod, copyFile } from 'node:fs/promises'
import { join } from 'node:path'

const BUSYBOX = '/bin/busybox'

/** Without a static busybox the base image comes from a public registry, so that there is a shell for RUN. */
const FROM_SCRATCH = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
`
const FROM_REGISTRY = 'FROM public.ecr.aws/docker/library/busybox:1.37\n'

const STEPS = `COPY app.txt /app.txt
RUN echo "built from $(cat /app.txt)" > /built.txt && cat /built.txt
CMD ["cat", "/built.txt"]
`

/** The commits of the service, oldest first; the last one is deployed. To be called once the engine is installed. */
export function serviceCommits() {
  const base = existsSync(BUSYBOX) ? FROM_SCRATCH : FROM_REGISTRY
  return [
    { Dockerfile: `${base}${STEPS}`, 'app.txt': 'version one\n', '.gitignore': 'busybox\n' },
    { 'app.txt': 'version two\n' },
  ]
}

/** Puts a shell into the build context. */
export async function prepareService(workspace: string): Promise<void> {
  if (!existsSync(BUSYBOX)) return
  await copyFile(BUSYBOX, join(workspace, 'busybox'))
  await chmod(join(workspace, 'busybox'), 0o755)
}
