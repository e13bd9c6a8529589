# General

variable "region" {
  description = "AWS region that everything is created in."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be a region code such as us-east-1 or eu-central-1."
  }
}

variable "project" {
  description = "Name of the system. It names the VPC, the load balancer, the cluster, the repository and the pipeline, and prefixes IAM roles."
  type        = string
  default     = "microservices"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.project)) && length(var.project) <= 24
    error_message = "project must be at most 24 lower-case letters, digits and single hyphens, starting with a letter."
  }
}

variable "environment" {
  description = "Value of the Environment tag. It is part of no name: give another environment its own account, or its own region and project."
  type        = string
  default     = "development"
  nullable    = false
}

variable "tags" {
  description = "Further tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancer and the databases. Turn it off and apply before destroying."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy" {
  description = "Let destroy delete repositories and buckets that still hold images, artifacts or access logs. All but the access logs can be built again from source."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_retention_days" {
  description = "Days that log events of tasks, builds and flow logs are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a retention that CloudWatch Logs offers, such as 7, 14, 30, 90 or 365."
  }
}

# The services

variable "services" {
  description = "The microservices, by name. An entry is all that a service needs here; pipeline.json holds its build and deploy actions."
  type = map(object({
    port          = number                      # the container listens here
    path_pattern  = string                      # requests whose path matches go to the service
    priority      = number                      # of its listener rule; the lowest is tried first
    health_path   = optional(string, "/health") # answers 200 when the task can serve
    cpu           = optional(number, 256)       # CPU units of a task: 1024 is one vCPU
    memory        = optional(number, 512)       # MiB of a task
    desired_count = optional(number, 2)         # tasks at first; autoscaling owns it afterwards
    min_count     = optional(number, 2)         # fewest tasks that autoscaling sets
    max_count     = optional(number, 6)         # most tasks that autoscaling sets
    environment   = optional(map(string), {})   # further environment variables of the container

    # Its own PostgreSQL; leave it out for none.
    database = optional(object({
      name     = string
      username = string
    }))
  }))
  nullable = false

  default = {
    user-service = {
      port         = 3001
      path_pattern = "/users*"
      priority     = 100
      database     = { name = "users", username = "user_service" }
    }
    product-service = {
      port         = 3002
      path_pattern = "/products*"
      priority     = 200
      database     = { name = "products", username = "product_service" }
    }
  }

  validation {
    condition     = length(var.services) > 0 && alltrue([for name in keys(var.services) : can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name)) && length(name) <= 26])
    error_message = "There must be at least one service, and a service's name must be at most 26 lower-case letters, digits and single hyphens, starting with a letter."
  }

  validation {
    condition     = length(distinct([for service in values(var.services) : service.priority])) == length(var.services)
    error_message = "Every service needs a priority of its own: a listener holds one rule per priority."
  }
}

variable "cpu_architecture" {
  description = "CPU that images are built for and tasks run on. ARM64 (Graviton) costs about 20 % less."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "cpu_architecture must be X86_64 or ARM64."
  }
}

variable "container_insights" {
  description = "CloudWatch Container Insights of the cluster: disabled, enabled or enhanced."
  type        = string
  default     = "enabled"
  nullable    = false
}

variable "enable_execute_command" {
  description = "Allow `aws ecs execute-command` into running tasks. Root file systems are then writable, which the agent needs."
  type        = bool
  default     = false
  nullable    = false
}

# Network

variable "vpc_cidr" {
  description = "IPv4 range of the VPC, from /16 to /19."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false
}

variable "single_nat_gateway" {
  description = "Use one NAT gateway for both zones: half the price, but both zones lose the internet when its zone fails."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_s3_endpoint" {
  description = "Reach S3, and so the layers of ECR images, through a gateway endpoint: free, and the bytes do not pass a NAT gateway."
  type        = bool
  default     = true
  nullable    = false
}

variable "enable_flow_logs" {
  description = "Record the VPC's traffic in CloudWatch Logs."
  type        = bool
  default     = false
  nullable    = false
}

# Load balancer

variable "certificate_arn" {
  description = "ARN of an ACM certificate of this region. When given, the load balancer serves HTTPS on 443 and redirects 80 to it."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate, arn:aws:acm:<region>:<account>:certificate/<id>, or null."
  }
}

variable "enable_alb_access_logs" {
  description = "Write the load balancer's access log to a bucket of its own."
  type        = bool
  default     = false
  nullable    = false
}

# Databases

variable "database_instance_class" {
  description = "Instance class of each service's PostgreSQL."
  type        = string
  default     = "db.t4g.micro"
  nullable    = false
}

variable "database_engine_version" {
  description = "PostgreSQL version: a major version (RDS picks and keeps up the minor one) or a full one."
  type        = string
  default     = "18"
  nullable    = false
}

variable "database_allocated_storage" {
  description = "GiB of storage of each database at first; it grows by itself up to five times that."
  type        = number
  default     = 20
  nullable    = false
}

variable "database_multi_az" {
  description = "Keep a standby of each database in the other zone: twice the price."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_backup_retention_days" {
  description = "Days that automated backups are kept; 0 turns them off. Accounts on the free plan may keep 1."
  type        = number
  default     = 1
  nullable    = false
}

variable "database_skip_final_snapshot" {
  description = "Delete databases without taking a last snapshot. Set it to false where the data matters."
  type        = bool
  default     = true
  nullable    = false
}

variable "database_performance_insights" {
  description = "Record the databases' load by statement (seven days are free)."
  type        = bool
  default     = false
  nullable    = false
}

variable "database_tls" {
  description = "Services encrypt their database connections (DB_SSL=require). RDS refuses anything else from PostgreSQL 15 on, unless rds.force_ssl is off."
  type        = bool
  default     = true
  nullable    = false
}

# Delivery

variable "branch" {
  description = "Branch whose pushes start the pipeline."
  type        = string
  default     = "main"
  nullable    = false
}

variable "artifact_retention_days" {
  description = "Days that the pipeline's artifacts are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "images_to_keep" {
  description = "Number of images that each repository keeps; older ones expire."
  type        = number
  default     = 20
  nullable    = false
}
