variable "name" {
  description = "Name of the pipeline and of the repository, and prefix of the names of roles and of the bucket."
  type        = string
  nullable    = false
}

variable "definition_file" {
  description = "Path of the pipeline's definition in the JSON of the AWS CLI, with placeholders."
  type        = string
  nullable    = false
}

variable "branch" {
  description = "Branch whose pushes start the pipeline."
  type        = string
  default     = "main"
  nullable    = false

  validation {
    condition     = length(var.branch) > 0
    error_message = "branch must not be empty."
  }
}

variable "services" {
  description = "The services to build and deploy, by name."
  type = map(object({
    repository_arn = string       # image repository
    repository_url = string       # its URL
    service_arn    = string       # ECS service
    role_arns      = list(string) # roles of its tasks, which a deployment passes on
  }))
  nullable = false
}

variable "cluster_name" {
  description = "Name of the cluster that is deployed to."
  type        = string
  nullable    = false
}

variable "cpu_architecture" {
  description = "CPU that images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that build logs are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "artifact_retention_days" {
  description = "Days that artifacts are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.artifact_retention_days >= 1
    error_message = "artifact_retention_days must be at least 1."
  }
}

variable "force_destroy" {
  description = "Delete the bucket even when it holds artifacts."
  type        = bool
  default     = false
  nullable    = false
}
