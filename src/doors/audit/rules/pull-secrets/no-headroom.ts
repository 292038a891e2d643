import type { Refresher } from '../../../../effective/sites/pull-secret.ts'
import type { ScalarNode } from '../../../../effective/yaml/node.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { exampleJob, TAKE_PASSWORD } from './example-job.ts'
import { longestGap, parseSchedule } from './schedule.ts'

/** A password of ECR is good for so long. */
const PASSWORD_HOURS = 12
/** With more between two runs, one that is missed leaves the cluster without a password. */
const MOST_HOURS = PASSWORD_HOURS / 2

export const ecrRefreshNoHeadroom: Rule = {
  id: 'ecr-refresh-no-headroom',
  title: 'A job that refreshes a password of ECR runs too seldom for one run to fail',
  severity: 'warning',
  why: 'A password of ECR ends 12 hours after it was made. Where runs are more than 6 hours apart, one run that fails or is late leaves the pull secret with a password that has ended, and no node can pull until the next run. That shows when pods move, which is mostly at night.',
  example: { path: 'ecr-login.yaml', bad: exampleAt('0 */10 * * *'), good: exampleAt('0 */5 * * *') },
  *check({ repository }) {
    for (const { refreshers, deployed } of repository.pulls) {
      for (const refresher of refreshers) {
        const found = judge(refresher)
        if (found) yield { ...found, inheritedBy: [deployed.origin.root] }
      }
    }
  },
}

function judge({ schedule, object }: Refresher): Found | undefined {
  const parsed = schedule && parseSchedule(schedule.text)
  if (!schedule || !parsed) return undefined
  const gap = longestGap(parsed)
  if (gap <= MOST_HOURS) return undefined
  const safe = oftener(schedule.text)
  const apart = Number.isFinite(gap) ? `up to ${hoursOf(gap)} apart` : 'once in years, if at all'
  const breaks =
    gap > PASSWORD_HOURS
      ? 'the password in the pull secret ends before the next one'
      : 'after one that fails, the password in the pull secret ends before the next one'
  return {
    at: schedule,
    message: `${quote(object)} runs ${apart}, and a password of ECR is good for ${PASSWORD_HOURS} hours: ${breaks}`,
    hint: `Set the schedule to "${safe}"; examples/pull-secrets has a refresher that tells of runs that fail.`,
    fix: { safety: 'safe', title: `Run every 5 hours: ${safe}`, changes: [scheduled(schedule, safe)] },
  }
}

const scheduled = (at: ScalarNode, to: string) => ({ kind: 'set', at, to, string: true }) as const

const hoursOf = (hours: number): string => `${Math.round(hours * 10) / 10} hours`

/** Every five hours, in the same minute of the hour. */
function oftener(text: string): string {
  const minute = /^(?:(?:CRON_)?TZ=\S+\s+)?([0-5]?\d)(?=[\s,-])/.exec(text.trim())?.[1]
  return `${Number(minute ?? 0)} */5 * * *`
}

function exampleAt(schedule: string): string {
  return exampleJob(schedule, [
    TAKE_PASSWORD,
    'kubectl create secret docker-registry ecr --namespace web --dry-run=client -o yaml \\',
    '  --docker-server=465002806239.dkr.ecr.eu-west-1.amazonaws.com \\',
    '  --docker-username=AWS --docker-password="$PASSWORD" | kubectl apply -f -',
  ])
}
