# The key of a GitHub App, without its material: that is imported by hand (docs/setup.md), and never in a state.
resource "aws_kms_external_key" "app" {
  count       = local.has_app_key ? 1 : 0
  description = "Private key of the GitHub App that writes to ${var.config_repository}"
  key_spec    = "RSA_2048"
  key_usage   = "SIGN_VERIFY"
  policy      = local.app_key_policy

  # KMS takes a key policy only when the roles that it names are there.
  depends_on = [aws_iam_role.deploy]

  # A key that is made anew is empty, and the App is out of work until its key is imported again.
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "app" {
  count         = local.has_app_key ? 1 : 0
  name          = local.app_key_alias
  target_key_id = aws_kms_external_key.app[0].id
}
