# The credential for the config repository. Leave this file out when the workflow has a config-token.
# The private key is in the state too: keep that encrypted and as closed as the secret itself.

# One a service, so that each can be taken back alone.
resource "tls_private_key" "config" {
  for_each  = var.services
  algorithm = "ED25519"
}

resource "github_repository_deploy_key" "config" {
  for_each   = var.services
  repository = var.config_repository
  title      = "ecr-gitops-deploy of ${each.key}"
  key        = tls_private_key.config[each.key].public_key_openssh
  read_only  = false
}

resource "github_actions_secret" "config" {
  for_each    = var.services
  repository  = each.key
  secret_name = "CONFIG_SSH_KEY"
  value       = tls_private_key.config[each.key].private_key_openssh
}
