# What the role trusts, what it may do, and who may pull. For the partition aws; in others arn:aws and the audience differ.
locals {
  issuer       = "token.actions.githubusercontent.com"
  audience     = "sts.amazonaws.com"
  provider_arn = "arn:aws:iam::${var.account_id}:oidc-provider/${local.issuer}"

  # Repositories created, renamed or transferred since 15 July 2026 have IDs in the sub of their tokens, older ones have
  # not. The condition on repository_id holds for both.
  subjects = [
    for pair in setproduct([
      "repo:${var.github_owner}/${var.service_repository}",
      "repo:${var.github_owner}@${var.github_owner_id}/${var.service_repository}@${var.service_repository_id}",
    ], var.trusted_runs) : join(":", pair)
  ]

  repository_arns = [
    for name in sort(var.repositories) : "arn:aws:ecr:${var.region}:${var.account_id}:repository/${name}"
  ]

  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud"           = local.audience
          "${local.issuer}:repository_id" = var.service_repository_id
        }
        StringLike = { "${local.issuer}:sub" = local.subjects }
      }
    }]
  })

  role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for statement in [
      {
        Sid      = "Login"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = ["*"]
      },
      {
        Sid    = "Read"
        Effect = "Allow"
        Action = [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:DescribeRepositories",
          "ecr:DescribeImages",
        ]
        Resource = local.repository_arns
      },
      {
        Sid    = "Write"
        Effect = "Allow"
        Action = [
          "ecr:InitiateLayerUpload",
          "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
          "ecr:PutImage",
        ]
        Resource = local.repository_arns
      },
      {
        Sid      = "Create"
        Effect   = "Allow"
        Action   = ["ecr:CreateRepository", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy"]
        Resource = local.repository_arns
      },
    ] : statement if statement.Sid != "Create" || var.step_creates_repositories]
  })

  pull_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "PullAccounts"
      Effect    = "Allow"
      Principal = { AWS = [for id in sort(var.pull_account_ids) : "arn:aws:iam::${id}:root"] }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })

  # The platforms of an image that has a tag stay, though they have none themselves.
  lifecycle_policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Expire untagged images after 14 days"
      selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
      action       = { type = "expire" }
    }]
  })
}
