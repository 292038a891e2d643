import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type KubeObject, ofName, podOf, type Variable } from './kube-object.ts'
import { NAMESPACE } from './pull-secret-renders.ts'

const run = promisify(execFile)

export interface PodRun {
  /** The rendered objects, which say all about the pod. */
  objects: KubeObject[]
  server: { port: number; ca: string }
  /** Of the service account. */
  token: string
  /** What a cluster would give the pod besides: endpoints of AWS, credentials. */
  env?: Record<string, string>
  /** Texts of its projected token, of secrets that `secretKeyRef` names. */
  secrets?: Readonly<Record<string, string>>
  /** In place of that of the example. */
  registries?: string
}

export interface PodResult {
  exitCode: number
  /** All that it wrote. */
  log: string
  /** Every argument of every program that it started. */
  argv: string[]
}

/**
 * Runs the container as its manifest says: that command and environment, its volumes at their places, its user with no
 * capabilities, and everything else read-only; in a mount namespace, since there is no kubelet.
 */
export async function runPod({
  objects,
  server,
  token,
  env,
  secrets = {},
  registries,
}: PodRun): Promise<PodResult> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-'))
  const pod = podOf(ofName(objects, 'CronJob', 'ecr-pull-secrets')).spec
  const [container] = pod.containers
  if (!container) throw new Error('the pod has no container')
  const settings = ofName(objects, 'ConfigMap', 'ecr-pull-secrets-settings').data ?? {}
  const script = ofName(objects, 'ConfigMap', 'ecr-pull-secrets-script').data
  await writeFiles(join(folder, 'settings'), {
    ...settings,
    ...script,
    ...(registries === undefined ? {} : { registries }),
  })
  await writeFiles(join(folder, 'account'), { token, 'ca.crt': await readFile(server.ca, 'utf8') })
  await writeFiles(join(folder, 'identity'), { token: secrets.identity ?? '' })
  await writePrograms(join(folder, 'bin'))
  await writeFiles(join(folder, 'seen'), { argv: '' })
  await chmod(join(folder, 'seen/argv'), 0o666)
  const { runAsUser, runAsGroup } = pod.securityContext
  const inside = `
    set -e
    mkdir -p /run/secrets/kubernetes.io/serviceaccount /run/secrets/ecr-pull-secrets /etc/ecr-pull-secrets /opt/{refresh,seen,python}
    mount --bind "$0/settings" /etc/ecr-pull-secrets
    mount --bind "$0/account" /run/secrets/kubernetes.io/serviceaccount
    mount --bind "$0/identity" /run/secrets/ecr-pull-secrets
    mount --bind "$0/bin" /opt/refresh
    mount --bind "$1" /opt/python
    mount --bind "$0/seen" /opt/seen
    mount -t tmpfs -o size=16m,mode=1777 tmpfs /tmp
    for place in / /run /etc /opt /var /dev/shm; do
      ! mountpoint -q "$place" || mount -o remount,bind,ro "$place"
    done
    cd /
    shift
    exec setpriv --reuid=${runAsUser} --regid=${runAsGroup} --clear-groups --no-new-privs --bounding-set=-all "$@"`
  const python = dirname(dirname(process.env.ECR_RIG_PYTHON ?? ''))
  const child = ['--mount', 'bash', '-c', inside, folder, python, ...container.command]
  const result = await run('unshare', child, {
    env: {
      PATH: '/opt/refresh:/usr/bin:/bin',
      PYTHONDONTWRITEBYTECODE: '1',
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String(server.port),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environmentOf(container.env, { settings, secrets }),
      ...env,
    },
  }).then(
    ({ stdout, stderr }) => ({ exitCode: 0, log: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ exitCode: Number(code), log: `${stdout}${stderr}` }),
  )
  const argv = (await readFile(join(folder, 'seen/argv'), 'utf8')).split('\n').filter(Boolean)
  await rm(folder, { recursive: true })
  return { ...result, argv }
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o644 })
}

/** Those of the image, each of which tells first what it was started with: the AWS CLI is one for a Python. */
async function writePrograms(folder: string): Promise<void> {
  const programs = {
    aws: '/opt/python/bin/python -m awscli',
    curl: '/usr/bin/curl',
    base64: '/usr/bin/base64',
    date: '/bin/date',
  }
  await mkdir(folder)
  for (const [name, real] of Object.entries(programs)) {
    const text = `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>/opt/seen/argv\nexec ${real} "$@"\n`
    await writeFile(join(folder, name), text, { mode: 0o755 })
  }
}

interface Sources {
  settings: Readonly<Record<string, string>>
  secrets: Readonly<Record<string, string>>
}

/** What a kubelet makes of `env`. */
function environmentOf(entries: readonly Variable[], { settings, secrets }: Sources): Record<string, string> {
  const about: Record<string, string> = {
    'metadata.name': 'ecr-pull-secrets-29000000-abcde',
    'metadata.namespace': NAMESPACE,
    'metadata.uid': '6f5b8a5e-0c1c-4a53-9d0e-111111111111',
  }
  const textOf = ({ value, valueFrom }: Variable): string | undefined =>
    value ??
    about[valueFrom?.fieldRef?.fieldPath ?? ''] ??
    settings[valueFrom?.configMapKeyRef?.key ?? ''] ??
    secrets[valueFrom?.secretKeyRef?.key ?? '']
  return Object.fromEntries(entries.map((entry) => [entry.name, textOf(entry) ?? '']))
}
