variable "name" {
  description = "Name of the load balancer."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$", var.name)) && !startswith(var.name, "internal-")
    error_message = "A load balancer's name has at most 32 letters, digits and inner hyphens, and does not start with internal-."
  }
}

variable "subnet_ids" {
  description = "Ids of the public subnets that it has a node in: two or more, in different zones."
  type        = list(string)
  nullable    = false
}

variable "security_group_ids" {
  description = "Ids of its security groups."
  type        = list(string)
  nullable    = false
}

variable "certificate_arn" {
  description = "ARN of the certificate to serve HTTPS with, or null for HTTP only."
  type        = string
  default     = null
}

variable "enable_access_logs" {
  description = "Write the access log to a bucket."
  type        = bool
  default     = false
  nullable    = false
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancer."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy" {
  description = "Delete the access log bucket even when it holds logs."
  type        = bool
  default     = false
  nullable    = false
}
