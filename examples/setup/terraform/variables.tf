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
  description = "User or organisation of the service repositories and the config repository."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.github_owner))
    error_message = "Give the name alone, such as acme."
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

# gh api users/acme --jq .id
variable "github_owner_id" {
  description = "ID of the owner, which stays when the owner is renamed."
  type        = string

  validation {
    condition     = can(regex("^[0-9]+$", var.github_owner_id))
    error_message = "The ID is a number: gh api users/OWNER --jq .id prints it."
  }
}

# The ID: gh api repos/acme/identity-service --jq .id
variable "services" {
  description = "Service repositories by their name, without the owner: the ID, which is never given to another one, and the ECR repositories that the workflow pushes to."
  type = map(object({
    repository_id = string
    repositories  = set(string)
  }))

  validation {
    condition     = length(var.services) > 0 && alltrue([for name in keys(var.services) : can(regex("^[A-Za-z0-9._-]+$", name))])
    error_message = "Give at least one, by its name without the owner, such as identity-service."
  }

  validation {
    condition     = alltrue([for service in var.services : can(regex("^[0-9]+$", service.repository_id))])
    error_message = "The repository_id is a number: gh api repos/OWNER/NAME --jq .id prints it."
  }

  validation {
    condition = alltrue([for service in var.services : length(service.repositories) > 0 && alltrue([
      for name in service.repositories : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name))
    ])])
    error_message = "Give each service at least one ECR repository, such as kubeadm_ec2_cluster/identity-service: lower case, without the host."
  }
}

variable "shared_role" {
  description = "One role for all services, which each of them may push to all repositories with. False: one a service, for its own repositories."
  type        = bool
  default     = false
}

variable "node_roles" {
  description = "Names of the roles of the clusters' nodes, in this account, that get the policy to pull."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.node_roles : can(regex("^[A-Za-z0-9_+=,.@-]{1,64}$", name))])
    error_message = "Give the name of a role, not its ARN."
  }
}

variable "pull_registries" {
  description = "Further ECR registries that the nodes pull from, such as those of another account, of another region, or of AWS Marketplace (709825985650.dkr.ecr.us-east-1.amazonaws.com)."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for host in var.pull_registries : can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z]{2}(-[a-z]+)+-[0-9]\\.amazonaws\\.com$", host))])
    error_message = "Each is ACCOUNT.dkr.ecr.REGION.amazonaws.com, without a repository."
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

variable "app_key_administrators" {
  description = "ARNs of the roles or users who import the private key of a GitHub App into a KMS key that the workflows sign with. Empty: no such key is made."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.app_key_administrators : can(regex("^arn:aws:iam::[0-9]{12}:(role|user)/", arn))])
    error_message = "Each is the ARN of a role or a user, such as arn:aws:iam::465002806239:role/platform-admin."
  }
}

variable "create_oidc_provider" {
  description = "An account has one provider for GitHub at most: false where it is there already."
  type        = bool
  default     = true
}
