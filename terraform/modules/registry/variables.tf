variable "name" {
  description = "Name of the repository."
  type        = string
  nullable    = false
}

variable "images_to_keep" {
  description = "Number of images to keep; older ones expire."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.images_to_keep >= 2
    error_message = "images_to_keep must be at least 2: the running image and the one to roll back to."
  }
}

variable "force_delete" {
  description = "Delete the repository even when it holds images."
  type        = bool
  default     = false
  nullable    = false
}
