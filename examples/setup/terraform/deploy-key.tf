# The credential for the config repository. Leave this file out when the workflow has a config-token.
# The private key is in the state too: keep that encrypted and as closed as the secret itself.

resource "tls_private_key" "config" {
  algorithm = "ED25519"
}

resource "github_repository_deploy_key" "config" {
  repository = var.config_repository
  title      = "ecr-gitops-deploy of ${var.service_repository}"
  key        = tls_private_key.config.public_key_openssh
  read_only  = false
}

resource "github_actions_secret" "config" {
  repository  = var.service_repository
  secret_name = "CONFIG_SSH_KEY"
  value       = tls_private_key.config.private_key_openssh
}
