resource "aws_iam_openid_connect_provider" "github" {
  count          = var.create_oidc_provider ? 1 : 0
  url            = "https://${local.issuer}"
  client_id_list = [local.audience]
}

resource "aws_iam_role" "deploy" {
  for_each           = local.members
  name               = "${each.key}-deploy"
  description        = "Pushes images of ${var.github_owner}: ${join(", ", each.value)}"
  assume_role_policy = local.trust_policies[each.key]

  # IAM takes a trust policy only when the provider that it names is there.
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "push" {
  for_each = aws_iam_role.deploy
  name     = "push"
  role     = each.value.name
  policy   = local.role_policies[each.key]
}

resource "aws_iam_role_policy" "pull" {
  for_each = var.node_roles
  name     = "pull-images"
  role     = each.key
  policy   = local.node_policy
}
