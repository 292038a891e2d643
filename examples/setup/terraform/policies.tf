# What the role trusts, what it may do, and who may pull. For the partition aws; in others arn:aws and the audience differ.
locals {
  issuer       = "token.actions.githubusercontent.com"
  audience     = "sts.amazonaws.com"
  provider_arn = "arn:aws:iam::${var.account_id}:oidc-provider/${local.issuer}"

  registry     = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
  repositories = toset(flatten([for service in var.services : tolist(service.repositories)]))

  # Which services get each role: all of them the shared one, or each its own.
  shared_role = "ecr-gitops"
  role_names  = var.shared_role ? [local.shared_role] : sort(keys(var.services))
  members     = { for role in local.role_names : role => var.shared_role ? sort(keys(var.services)) : [role] }

  # Repositories created, renamed or transferred since 15 July 2026 have IDs in the sub of their tokens, older ones have
  # not. The condition on repository_id holds for both.
  subjects = {
    for role, members in local.members : role => [
      for pair in setproduct(flatten([for name in members : [
        "repo:${var.github_owner}/${name}",
        "repo:${var.github_owner}@${var.github_owner_id}/${name}@${var.services[name].repository_id}",
      ]]), var.trusted_runs) : join(":", pair)
    ]
  }

  repository_arns = {
    for role, members in local.members : role => [
      for name in sort(distinct(flatten([for member in members : tolist(var.services[member].repositories)]))) :
      "arn:aws:ecr:${var.region}:${var.account_id}:repository/${name}"
    ]
  }

  trust_policies = { for role, members in local.members : role => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = {
        StringEquals = {
          "${local.issuer}:aud"           = local.audience
          "${local.issuer}:repository_id" = [for name in members : var.services[name].repository_id]
        }
        StringLike = { "${local.issuer}:sub" = local.subjects[role] }
      }
    }]
  }) }

  role_policies = { for role in keys(local.members) : role => jsonencode({
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
        Resource = local.repository_arns[role]
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
        Resource = local.repository_arns[role]
      },
      {
        Sid      = "Create"
        Effect   = "Allow"
        Action   = ["ecr:CreateRepository", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy"]
        Resource = local.repository_arns[role]
      },
      {
        Sid      = "SignAsApp"
        Effect   = "Allow"
        Action   = ["kms:Sign"]
        Resource = ["arn:aws:kms:${var.region}:${var.account_id}:key/*"]
        Condition = {
          StringEquals = {
            "kms:SigningAlgorithm" = local.app_signature
            "kms:RequestAlias"     = local.app_key_alias
          }
        }
      },
    ] : statement if(statement.Sid != "Create" || var.step_creates_repositories) && (statement.Sid != "SignAsApp" || local.has_app_key)]
  }) }

  has_app_key   = length(var.app_key_administrators) > 0
  app_key_alias = "alias/ecr-gitops-deploy-app"
  app_key_arn   = "arn:aws:kms:${var.region}:${var.account_id}:${local.app_key_alias}"
  app_signature = "RSASSA_PKCS1_V1_5_SHA_256"

  # The account looks after the key, its administrators fill it, and the roles sign with it: none does what is another's.
  app_key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Administer"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::${var.account_id}:root"] }
        Action = [
          "kms:DescribeKey",
          "kms:GetPublicKey",
          "kms:GetKeyPolicy",
          "kms:PutKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListResourceTags",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateKeyDescription",
          "kms:EnableKey",
          "kms:DisableKey",
          "kms:ScheduleKeyDeletion",
          "kms:CancelKeyDeletion",
          "kms:CreateAlias",
          "kms:UpdateAlias",
          "kms:DeleteAlias",
        ]
        Resource = ["*"]
      },
      {
        Sid       = "Import"
        Effect    = "Allow"
        Principal = { AWS = sort(var.app_key_administrators) }
        Action    = ["kms:GetParametersForImport", "kms:ImportKeyMaterial", "kms:DeleteImportedKeyMaterial"]
        Resource  = ["*"]
      },
      {
        Sid       = "Sign"
        Effect    = "Allow"
        Principal = { AWS = [for role in sort(keys(local.members)) : "arn:aws:iam::${var.account_id}:role/${role}-deploy"] }
        Action    = ["kms:Sign"]
        Resource  = ["*"]
        Condition = { StringEquals = { "kms:SigningAlgorithm" = local.app_signature } }
      },
    ]
  })

  # What nodes need to pull. The other side must let them as well: repositories of another account by their own policies
  # (pull_account_ids there); those of AWS Marketplace do it for what the account has subscribed to.
  node_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "NodeLogin"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = ["*"]
      },
      {
        Sid    = "NodePull"
        Effect = "Allow"
        Action = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = [
          for host in sort(distinct(concat([local.registry], tolist(var.pull_registries)))) :
          "arn:aws:ecr:${split(".", host)[3]}:${split(".", host)[0]}:repository/*"
        ]
      },
    ]
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
