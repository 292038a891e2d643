terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.11" # aws_kms_external_key takes a key_spec
    }
    github = {
      source  = "integrations/github"
      version = "~> 6.12"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

# Terraform refuses to run with credentials of another account.
provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
}

# Needs a token in GITHUB_TOKEN with "Administration" on the config repository, for its deploy key, and "Secrets" on the
# service repositories. For a GitHub App in GITHUB_APP_*, add an empty block app_auth {}.
provider "github" {
  owner = var.github_owner
}
