variable "name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false
}

variable "container_insights" {
  description = "Container Insights: disabled, enabled or enhanced."
  type        = string
  default     = "enabled"
  nullable    = false

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "container_insights must be disabled, enabled or enhanced."
  }
}
