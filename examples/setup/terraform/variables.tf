variable "account_id" {
  description = "AWS account of the registry and of the role."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account ID has 12 digits. Quote it, so that a leading zero stays."
  }
}

variable "region" {
  description = "AWS region of the registry."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Give a region such as ap-southeast-2."
  }
}

variable "github_owner" {
  description = "User or organisation of the service repository and the config repository."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.github_owner))
    error_message = "Give the name alone, such as acme."
  }
}

variable "service_repository" {
  description = "Name of the repository whose workflow builds the images, without its owner."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.service_repository))
    error_message = "Give the name without its owner, such as identity-service."
  }
}

variable "config_repository" {
  description = "Name of the repository that Argo CD deploys from, without its owner."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.config_repository))
    error_message = "Give the name without its owner, such as platform-config."
  }
}

# Both: gh api repos/acme/identity-service --jq '.owner.id, .id'
variable "github_owner_id" {
  description = "ID of the owner, which stays when the owner is renamed."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.github_owner_id))
    error_message = "The ID is a number: gh api repos/OWNER/NAME --jq .owner.id prints it."
  }
}

variable "service_repository_id" {
  description = "ID of the service repository, which is never given to another one."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.service_repository_id))
    error_message = "The ID is a number: gh api repos/OWNER/NAME --jq .id prints it."
  }
}

variable "trusted_runs" {
  description = "Runs that get the role, as the end of the token's sub: a ref, or the environment of the job."
  type        = list(string)
  default     = ["ref:refs/heads/main", "ref:refs/tags/v*"]

  validation {
    condition     = alltrue([for run in var.trusted_runs : can(regex("^(ref:refs/(heads|tags)/|environment:)[^*?]", run))])
    error_message = "Each is ref:refs/heads/NAME, ref:refs/tags/NAME or environment:NAME, and begins with no wildcard. Runs of pull requests must not get a role that can push."
  }
}

variable "repositories" {
  description = "ECR repositories that the step pushes to."
  type        = set(string)

  validation {
    condition = length(var.repositories) > 0 && alltrue([
      for name in var.repositories : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name))
    ])
    error_message = "Give at least one name, such as kubeadm_ec2_cluster/identity-service: lower case, without the host."
  }
}

variable "step_creates_repositories" {
  description = "True when the workflow sets create-repository: the role may create the repositories, and they are not made here."
  type        = bool
  default     = false
}

variable "pull_account_ids" {
  description = "Further AWS accounts that may pull the images, such as those of the clusters."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.pull_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Account IDs have 12 digits. Quote them."
  }
}

variable "create_oidc_provider" {
  description = "An account has one provider for GitHub at most: false where it is there already."
  type        = bool
  default     = true
}
