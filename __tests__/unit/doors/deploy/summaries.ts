import type { DeployRecord } from '../../../../src/doors/deploy/record.ts'
import { renderSummary } from '../../../../src/doors/deploy/summary.ts'
import { type Problem, StepError } from '../../../../src/errors/errors.ts'
import { unifiedDiff } from '../../../../src/report/diff.ts'
import {
  aCheckPlan,
  aFound,
  anImage,
  aProposal,
  aPushPlan,
  aVerdict,
  OLD_SHA,
  ROLE,
  SHA,
} from '../../builders.ts'

const NAMES = [
  'api',
  'identity-service',
  'kubeadm_ec2_cluster_identity_service',
  'payments',
  '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/team/web',
]
const overlayOf = (name: string): string => `apps/${name}/overlays/production_ap_southeast_2_primary`
const fileOf = (name: string): string => `${overlayOf(name)}/kustomization.yaml`

const entry = (name: string, tag: string, above = ''): string =>
  `images:\n${above}- name: ${name}\n  newName: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/kubeadm_ec2_cluster/${name}\n  newTag: ${tag}\n`

const problem = (changes: Partial<Problem>): Problem => ({
  code: 'BUILD_FAILED',
  message: 'm',
  hint: 'h',
  ...changes,
})

const claims = ['sub', 'job_workflow_ref', 'environment'].map(
  (name) => `  ${name}: ${`acme/identity-service/${name}/`.repeat(6)}`,
)
const log = Array.from(
  { length: 5 },
  (_, at) => `  ${at} ${'registry.example/very/long/path/'.repeat(6)}${'x'.repeat(200)}`,
)

const PROBLEMS: readonly [Problem, ...Problem[]] = [
  problem({
    code: 'ROLE_REFUSED',
    message: `STS does not let this job assume ${ROLE} (account 465002806239): Not authorized. The token of this job says:\n${claims.join('\n')}`,
    hint: `Let the trust policy accept them: {"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme@600100/identity-service@700100200:ref:refs/heads/main"}}`,
  }),
  problem({
    message: `The step printed:\n${log.join('\n')}`,
    checkoutPlace: { file: `services/${'a'.repeat(120)}/Dockerfile`, line: 12 },
  }),
  problem({
    code: 'ENTRY_REGISTRY',
    configPlace: {
      file: fileOf('identity-service'),
      line: 7,
      url: 'https://github.com/acme/platform-config/blob/x#L7',
    },
  }),
]

const WARNINGS = [
  'The checkout is modified, so the image is not what the commit says: app.txt. Set require-clean: true to refuse such a checkout.',
  `${fileOf('payments')}: "web" stands in fields that images: does not reach\n# ${fileOf('payments')}\nconfigurations:\n  - image-fields.yaml`,
]

const images = NAMES.map((name) =>
  anImage({ name, repository: `kubeadm_ec2_cluster/${name}`, overlays: [overlayOf(name)] }),
)
const [first = anImage(), ...others] = images
const records = new Map(
  NAMES.map((name) => [name, { how: 'built' as const, found: aFound(), seconds: 1234.5 }]),
)
const proposal = aProposal(
  NAMES.map((name) => aVerdict({ image: name, overlay: overlayOf(name), file: fileOf(name) })),
  Object.fromEntries(NAMES.map((name) => [fileOf(name), [entry(name, OLD_SHA), entry(name, SHA)]])),
)
const hold =
  '# ecr-gitops: hold rolled back by octocat, https://github.com/acme/identity-service/actions/runs/9001\n'
const rolledBack = aProposal(
  [
    aVerdict({
      previous: 'release-2026-11-29-candidate_with_a_rather_long_name',
      notices: ['kustomization.yaml:2: rolled back, as on-stale says.'],
    }),
  ],
  { 'prod/kustomization.yaml': [entry('web', OLD_SHA), entry('web', SHA, hold)] },
)

const common: DeployRecord = {
  plan: aPushPlan({ images: [first, ...others] }),
  images: records,
  commit: 'c'.repeat(40),
  identities: [ROLE, 'arn:aws:iam::590184067193:role/a/rather/long/path/to/a/role/that/pulls-base-images'],
  phases: [{ name: 'build', ms: 61_700, failed: false }],
}

/** Summaries of runs with words as long as people have them, by what they are of. */
export const SUMMARIES: Readonly<Record<string, string>> = {
  'several images': renderSummary({
    ...common,
    proposal,
    diff: unifiedDiff(proposal),
    said: { warnings: WARNINGS, notices: [] },
  }),
  'a refusal': renderSummary({ ...common, images: new Map(), error: new StepError(PROBLEMS) }),
  'a rollback': renderSummary({
    plan: aPushPlan(),
    images: new Map([['identity-service', { how: 'reused', found: aFound(), seconds: 0 }]]),
    proposal: rolledBack,
    diff: unifiedDiff(rolledBack),
  }),
  'a pull request': renderSummary({
    plan: aCheckPlan({ reason: `refs/heads/${'feature_'.repeat(20)} is no deploy ref` }),
    images: new Map(),
  }),
}
