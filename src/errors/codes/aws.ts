/** The codes of the AWS session and of ECR. */
export const AWS_CODES = {
  ENDPOINT_UNTRUSTED:
    'A variable names an address for a request with credentials that is neither the service itself nor listed in trusted-endpoints, or is not HTTPS.',
  ID_TOKEN_UNAVAILABLE: 'GitHub gave this job no way to ask for an OIDC token.',
  CREDENTIALS_UNAVAILABLE:
    'There are no AWS credentials for this run: it is for a fork, or aws-credentials is ambient and the runner has none.',
  OIDC_FAILED: "GitHub's OIDC endpoint did not answer with a token.",
  ROLE_REFUSED:
    "AWS STS did not let this workflow assume the role: the role's trust policy does not accept the token.",
  STS_FAILED: 'AWS STS rejected the request for another reason than the trust policy.',
  AWS_UNREACHABLE: 'An AWS endpoint could not be reached, or kept failing until the time budget ended.',
  ECR_DENIED: 'The role may not do one of the ECR actions that this step needs.',
  ECR_FAILED: 'Amazon ECR rejected a request.',
  REPOSITORY_MISSING: 'The ECR repository does not exist in that account and region.',
} as const
