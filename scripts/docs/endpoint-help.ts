import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

const emptied = `env:
  AWS_ENDPOINT_URL: ""`

const trusted = `with:
  trusted-endpoints: |
    sts.aws.example.com
    ecr.aws.example.com:8443`

export const ENDPOINT_HELP = {
  ENDPOINT_UNTRUSTED: {
    cases: [
      {
        when: '`AWS_ENDPOINT_URL` or one of a service (`AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL_KMS`) names another host than the service has in the partition of the role, and nobody knows why. Any step before this one can write such a variable (`GITHUB_ENV`), and whoever answers there could use the role.',
        change:
          'Find the step or the setting of the runner that writes it before the job runs again, and look in CloudTrail for sessions of the role that no run explains.',
      },
      {
        when: 'The variable is meant for other tools of the job, such as a stand-in for S3.',
        change:
          'Set it for the steps that need it alone, or empty it for this one: the endpoint of AWS is asked then.',
        example: { language: 'yaml', text: emptied },
      },
      {
        when: 'The endpoint is your own: a gateway or an on-premises service.',
        change:
          'Let it be reached by `https://`, and list its host, with its port if that is not 443. VPC endpoints of AWS need no entry; an endpoint service of somebody (`vpce-svc-...`) does.',
        example: { language: 'yaml', text: trusted },
      },
      {
        when: 'With `aws-credentials: ambient`, `AWS_CONTAINER_CREDENTIALS_FULL_URI` or `AWS_EC2_METADATA_SERVICE_ENDPOINT` names another address than ECS, EKS and EC2 have.',
        change: 'Unset it, or let what answers listen on loopback.',
      },
      {
        when: '`ACTIONS_ID_TOKEN_REQUEST_URL` or `GITHUB_API_URL` is plain `http://`, as on a GitHub Enterprise Server without TLS.',
        change:
          'Serve it over HTTPS. Without it, `aws-credentials: ambient` needs no OIDC token, and `fetch-depth: 0` in actions/checkout no request to the API.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
