resource "aws_iam_openid_connect_provider" "github" {
  count          = var.create_oidc_provider ? 1 : 0
  url            = "https://${local.issuer}"
  client_id_list = [local.audience]
}

resource "aws_iam_role" "deploy" {
  name               = "${var.service_repository}-deploy"
  description        = "Pushes images of ${var.github_owner}/${var.service_repository}"
  assume_role_policy = local.trust_policy

  # IAM takes a trust policy only when the provider that it names is there.
  depends_on = [aws_iam_openid_connect_provider.github]
}

resource "aws_iam_role_policy" "push" {
  name   = "push"
  role   = aws_iam_role.deploy.name
  policy = local.role_policy
}
