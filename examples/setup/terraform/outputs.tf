# What an inventory reads: terraform output -json
output "registry" {
  description = "The ECR host that the step pushes to."
  value       = local.registry
}

output "repositories" {
  description = "What an overlay gets as newName, by the name of the ECR repository."
  value       = { for name in local.repositories : name => "${local.registry}/${name}" }
}

output "app_key" {
  description = "The input config-app-kms-key; null where no key is made."
  value       = local.has_app_key ? local.app_key_arn : null
}

output "roles" {
  description = "The input role-to-assume, by service."
  value = {
    for name in keys(var.services) : name => aws_iam_role.deploy[var.shared_role ? local.shared_role : name].arn
  }
}
