output "role_to_assume" {
  description = "The input role-to-assume."
  value       = aws_iam_role.deploy.arn
}

output "registry" {
  description = "The ECR host that the step pushes to."
  value       = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com"
}
