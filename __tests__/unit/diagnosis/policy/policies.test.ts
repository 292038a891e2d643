import { describe, expect, test } from 'vitest'
import { policiesIn } from '../../../../src/diagnosis/policy/policies.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'

type Texts = Readonly<Record<string, string>>

function textsOf(files: Texts) {
  return Object.entries(files).map(([path, text]) => {
    const source = { path, text, exact: true }
    const isYaml = /\.(?:json|ya?ml)$/.test(path)
    const documents = isYaml ? readYaml(source).documents.flatMap(({ root }) => root ?? []) : []
    return { ...source, documents }
  })
}

/** Each statement on a line: effect, actions, resources. */
function read(files: Texts): readonly string[] {
  return policiesIn(textsOf(files)).map(({ effect, actions, resources, conditional, hasPrincipal }) => {
    const named = resources?.map(({ text, exact }) => (exact ? text : `~${text}`)).join(' ') ?? '?'
    const marks = `${conditional ? ' if' : ''}${hasPrincipal ? ' for' : ''}`
    return `${effect} ${actions.map(({ text }) => text).join(' ')} on ${named}${marks}`
  })
}

const PULL = 'ecr:BatchGetImage'

describe('Terraform', () => {
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    [
      'a document of statements',
      `data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"] # all of it
  }
  statement {
    sid     = "Pull"
    actions = [
      "${PULL}", // one
      /* two */ "ecr:GetDownloadUrlForLayer",
    ]
    resources = ["arn:aws:ecr:eu-west-1:\${var.account}:repository/*"]
    condition {
      test = "StringEquals"
    }
  }
}`,
      [
        'Allow ecr:GetAuthorizationToken on *',
        `Allow ${PULL} ecr:GetDownloadUrlForLayer on ~arn:aws:ecr:eu-west-1:\${var.account}:repository/* if`,
      ],
    ],
    [
      'jsonencode, with keys in either spelling',
      `resource "aws_iam_role_policy" "p" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecr:GetAuthorizationToken"
      Resource : aws_ecr_repository.app.arn
    }, { "Effect" = "Deny", "Action" = ["${PULL}"], "Resource" = "*" }]
  })
}`,
      [`Allow ecr:GetAuthorizationToken on ~\${aws_ecr_repository.app.arn}`, `Deny ${PULL} on *`],
    ],
    [
      'a heredoc of JSON',
      `resource "aws_iam_policy" "p" {
  policy = <<-EOF
    {"Statement": [{"Effect": "Allow", "Action": "${PULL}", "Resource": "\${aws_ecr_repository.app.arn}"}]}
  EOF
}`,
      [`Allow ${PULL} on \${aws_ecr_repository.app.arn}`],
    ],
    [
      'locals, and what a variable decides',
      `locals {
  pull = ["${PULL}"]
}
data "aws_iam_policy_document" "p" {
  statement {
    actions   = local.pull
    resources = var.repositories
  }
  statement {
    actions   = concat(local.pull, ["ecr:DescribeImages"])
    resources = [for r in var.names : "arn:aws:ecr:eu-west-1:1:repository/\${r}"]
  }
  statement {
    effect    = var.effect
    actions   = ["${PULL}"]
    resources = ["*"]
  }
  statement {
    actions   = ["${PULL}"]
    resources = [format("arn:aws:ecr:%s:*", var.region), var.wild ? "*" : "x"]
  }
}`,
      [`Allow ${PULL} on ?`, `Allow ${PULL} ecr:DescribeImages on ?`, `Allow ${PULL} on ?`],
    ],
  ]

  test.each(cases)('%s', (_, text, expected) => {
    expect(read({ 'iam/main.tf': text })).toEqual(expected)
  })

  test('knows the locals of its folder, and of no other', () => {
    const statement = `data "aws_iam_policy_document" "p" { statement {
      actions = local.pull
      resources = ["*"]
    } }`
    const locals = `locals { pull = ["${PULL}"] }`
    expect(read({ 'a/main.tf': `${statement} # ecr:`, 'a/locals.tf': locals })).toEqual([
      `Allow ${PULL} on *`,
    ])
    expect(read({ 'a/main.tf': `${statement} # ecr:`, 'b/locals.tf': locals })).toEqual([])
  })
})

describe('TypeScript', () => {
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    [
      'JSON.stringify of Pulumi',
      `new aws.iam.RolePolicy('pull', {
  role: role.id,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
      { Effect: "Allow", Action: ["${PULL}"], Resource: repo.arn },
    ],
  }, null, 2),
})`,
      ['Allow ecr:GetAuthorizationToken on *', `Allow ${PULL} on ~\${repo.arn}`],
    ],
    [
      'documents of Pulumi, and what is worked out later',
      `const actions = ['${PULL}']
const broken = ['ecr:PutImage'].concat(more)
const doc = aws.iam.getPolicyDocumentOutput({
  statements: [{ actions, resources: [pulumi.interpolate\`arn:aws:ecr:\${region}:1:repository/*\`], effect: 'Allow' },
    { actions: broken, resources: ['*'] },
    { actions: ['${PULL}'], resources: names.map((name) => ({ name })) },
    { actions: ['${PULL}'], resources: [...others] }],
})`,
      [`Allow ${PULL} on ~arn:aws:ecr:\${region}:1:repository/*`, `Allow ${PULL} on ?`, `Allow ${PULL} on ?`],
    ],
    [
      'statements of CDK',
      `role.addToPolicy(new iam.PolicyStatement({
  effect: iam.Effect.DENY,
  actions: ['${PULL}'],
  resources: [repository.repositoryArn],
  conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
}))
const policy = { statements: [new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] })] }`,
      [`Deny ${PULL} on ~\${repository.repositoryArn} if`, 'Allow ecr:GetAuthorizationToken on *'],
    ],
    [
      'what only looks like one: comments, texts, regular expressions',
      `// { Effect: 'Allow', Action: '${PULL}', Resource: '*' }
const text = "{ actions: ['${PULL}'], resources: ['*'] }" + tail
const found = /{ actions: ['"]/.exec(text) ? a / b / c : undefined
if (x) { actions: for (;;) break actions }`,
      [],
    ],
  ]

  test.each(cases)('%s', (_, text, expected) => {
    expect(read({ 'infra/index.ts': text })).toEqual(expected)
  })
})

describe('JSON and CloudFormation', () => {
  test('a policy of a resource says whom it is for', () => {
    const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: PULL }
    expect(read({ 'pull.json': JSON.stringify({ Statement: statement }) })).toEqual([
      `Allow ${PULL} on ? for`,
    ])
  })

  test('what functions put together is known as far as it is written', () => {
    const text = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement:
              - Effect: Allow
                Action: ecr:GetAuthorizationToken
                Resource: !Sub arn:\${AWS::Partition}:ecr:eu-west-1:\${AWS::AccountId}:repository/x
              - Effect: Allow
                Action: [${PULL}]
                Resource: !GetAtt Repository.Arn
              - Effect: Allow
                Action: [${PULL}]
                Resource:
                  - Fn::Join: [':', [arn, aws, ecr, !Ref Region, '1', repository/x]]
`
    expect(read({ 'stack.yaml': text })).toEqual([
      `Allow ecr:GetAuthorizationToken on ~arn:\${AWS::Partition}:ecr:eu-west-1:\${AWS::AccountId}:repository/x`,
      `Allow ${PULL} on ?`,
      `Allow ${PULL} on ~arn:aws:ecr:\${...}:1:repository/x`,
    ])
  })
})

describe('hostile texts', () => {
  const HOSTILE = [
    ['open brackets', '{ a: '],
    ['open lists', 'x = ['],
    ['open templates', '"${'],
    ['open calls', 'f('],
    ['heredocs without an end', '<<A\n'],
    ['constants in one another', '{ a: (const b = '],
    ['closing brackets', ')}]'],
    ['slashes', '/'],
    ['classes of regular expressions', '/['],
    ['back quotes', '`${'],
  ] as const

  test.each(HOSTILE)('%s take work in proportion', (_, part) => {
    const text = `ecr: ${part.repeat(200_000 / part.length)}`
    const start = performance.now()
    policiesIn(textsOf({ 'a.tf': text, 'a.ts': text }))
    // A text of 200 KB: what works on with the square of it takes minutes.
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
