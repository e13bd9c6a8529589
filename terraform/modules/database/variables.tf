variable "identifier" {
  description = "Identifier of the instance, unique in the account and region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.identifier)) && length(var.identifier) <= 63
    error_message = "identifier must be at most 63 lower-case letters, digits and single hyphens, starting with a letter."
  }
}

variable "name" {
  description = "Name of the database that is created in the instance."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,62}$", var.name))
    error_message = "name must be at most 63 lower-case letters, digits and underscores, starting with a letter or an underscore."
  }
}

variable "username" {
  description = "Name of the master user."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,15}$", var.username)) && !contains(["admin", "postgres", "rdsadmin"], var.username)
    error_message = "username must be at most 16 lower-case letters, digits and underscores, starting with a letter, and must not be admin, postgres or rdsadmin."
  }
}

variable "subnet_ids" {
  description = "Ids of the private subnets the instance may be in: two or more, in different zones."
  type        = list(string)
  nullable    = false
}

variable "security_group_ids" {
  description = "Ids of its security groups."
  type        = list(string)
  nullable    = false
}

variable "engine_version" {
  description = "PostgreSQL version: a major version, or a full one."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]+(\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be a PostgreSQL version such as 18 or 18.1."
  }
}

variable "instance_class" {
  description = "Instance class."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must be an RDS instance class such as db.t4g.micro."
  }
}

variable "allocated_storage" {
  description = "GiB of storage at first; it grows by itself up to five times that."
  type        = number
  nullable    = false

  validation {
    condition     = var.allocated_storage >= 20 && var.allocated_storage <= 13107
    error_message = "allocated_storage must be from 20 to 13107 GiB: five times as much is the most that gp3 storage can be."
  }
}

variable "multi_az" {
  description = "Keep a standby in another zone."
  type        = bool
  default     = false
  nullable    = false
}

variable "backup_retention_days" {
  description = "Days that automated backups are kept; 0 turns them off."
  type        = number
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 0 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be from 0 to 35."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the instance."
  type        = bool
  default     = false
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Delete the instance without taking a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "performance_insights" {
  description = "Record the load by statement, for seven days."
  type        = bool
  default     = false
  nullable    = false
}
