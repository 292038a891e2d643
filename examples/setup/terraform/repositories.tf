locals {
  own_repositories    = var.step_creates_repositories ? toset([]) : local.repositories
  shared_repositories = length(var.pull_account_ids) > 0 ? local.own_repositories : toset([])
}

resource "aws_ecr_repository" "image" {
  for_each             = local.own_repositories
  name                 = each.key
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "untagged" {
  for_each   = aws_ecr_repository.image
  repository = each.value.name
  policy     = local.lifecycle_policy
}

resource "aws_ecr_repository_policy" "pull" {
  for_each   = local.shared_repositories
  repository = aws_ecr_repository.image[each.key].name
  policy     = local.pull_policy
}
