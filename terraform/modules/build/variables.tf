variable "name" {
  description = "Name of the service, which is the name of the project and of the folder that holds buildspec.yml."
  type        = string
  nullable    = false
}

variable "project" {
  description = "Prefix of the role's name."
  type        = string
  nullable    = false
}

variable "repository_arn" {
  description = "ARN of the image repository."
  type        = string
  nullable    = false
}

variable "repository_url" {
  description = "URL of the image repository; the build sees it as REPOSITORY_URI."
  type        = string
  nullable    = false
}

variable "artifact_bucket_arn" {
  description = "ARN of the bucket that the pipeline passes artifacts through."
  type        = string
  nullable    = false
}

variable "cpu_architecture" {
  description = "CPU that the image is built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be X86_64 or ARM64."
  }
}

variable "log_retention_days" {
  description = "Days that build logs are kept."
  type        = number
  default     = 30
  nullable    = false
}
