variable "name" {
  description = "Name of the service, its task definition, its container and, with the port, its target group."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.name)) && length(var.name) <= 26
    error_message = "name must be at most 26 lower-case letters, digits and single hyphens: a target group's name, which is the name and the port, may have 32."
  }
}

variable "project" {
  description = "Prefix of the names of roles and of the log group."
  type        = string
  nullable    = false
}

# Task

variable "image" {
  description = "Image that the first tasks run. The pipeline replaces it with each deployment."
  type        = string
  nullable    = false
}

variable "repository_arn" {
  description = "ARN of the repository that images are pulled from."
  type        = string
  nullable    = false
}

variable "port" {
  description = "Port that the container listens on."
  type        = number
  nullable    = false

  validation {
    condition     = var.port >= 1024 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "port must be a whole number from 1024 to 65535: the container does not run as root."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 is one vCPU."
  type        = number
  nullable    = false
}

variable "memory" {
  description = "MiB of memory of a task."
  type        = number
  nullable    = false

  validation {
    condition = contains(lookup({
      "256"   = [512, 1024, 2048]
      "512"   = range(1024, 4097, 1024)
      "1024"  = range(2048, 8193, 1024)
      "2048"  = range(4096, 16385, 1024)
      "4096"  = range(8192, 30721, 1024)
      "8192"  = range(16384, 61441, 4096)
      "16384" = range(32768, 122881, 8192)
    }, tostring(var.cpu), []), var.memory)
    error_message = "Fargate offers no task with ${var.cpu} CPU units and ${var.memory} MiB. 256 CPU units go with 512, 1024 or 2048 MiB, 512 with 1024 to 4096, 1024 with 2048 to 8192, and so on."
  }
}

variable "cpu_architecture" {
  description = "X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false
}

variable "environment" {
  description = "Further environment variables of the container."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "database" {
  description = "The service's database, or null when it has none. secret_arn is a JSON secret with the key password."
  type = object({
    host       = string
    port       = number
    name       = string
    username   = string
    secret_arn = string
    tls        = bool
  })
  default = null
}

variable "log_retention_days" {
  description = "Days that log events are kept."
  type        = number
  default     = 30
  nullable    = false
}

variable "enable_execute_command" {
  description = "Allow `aws ecs execute-command`."
  type        = bool
  default     = false
  nullable    = false
}

# Service

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false
}

variable "cluster_arn" {
  description = "ARN of the cluster."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Ids of the private subnets that tasks are placed in."
  type        = list(string)
  nullable    = false
}

variable "security_group_ids" {
  description = "Ids of the tasks' security groups."
  type        = list(string)
  nullable    = false
}

variable "desired_count" {
  description = "Number of tasks at first."
  type        = number
  nullable    = false

  validation {
    condition     = var.desired_count >= var.min_count && var.desired_count <= var.max_count
    error_message = "desired_count must lie between min_count and max_count."
  }
}

variable "min_count" {
  description = "Smallest number of tasks that autoscaling may set."
  type        = number
  nullable    = false
}

variable "max_count" {
  description = "Largest number of tasks that autoscaling may set."
  type        = number
  nullable    = false
}

variable "cpu_target_percent" {
  description = "CPU use that autoscaling keeps the service at, in per cent of what its tasks reserve."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.cpu_target_percent > 0 && var.cpu_target_percent <= 100
    error_message = "cpu_target_percent must be above 0 and at most 100."
  }
}

variable "requests_target_per_minute" {
  description = "Requests per task and minute that autoscaling keeps the service at."
  type        = number
  default     = 1000
  nullable    = false
}

# Load balancing

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false
}

variable "listener_arn" {
  description = "ARN of the listener that the service's rule is added to."
  type        = string
  nullable    = false
}

variable "load_balancer_arn_suffix" {
  description = "ARN suffix of the load balancer."
  type        = string
  nullable    = false
}

variable "path_pattern" {
  description = "Requests whose path matches go to the service; * is any run of characters and ? any one."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.path_pattern, "/") && length(var.path_pattern) <= 128
    error_message = "path_pattern must start with a slash and have at most 128 characters."
  }
}

variable "priority" {
  description = "Priority of the rule; the lowest number is tried first."
  type        = number
  nullable    = false

  validation {
    condition     = var.priority >= 1 && var.priority <= 50000
    error_message = "priority must be from 1 to 50000."
  }
}

variable "health_path" {
  description = "Path that answers 200 when a task can serve."
  type        = string
  default     = "/health"
  nullable    = false

  validation {
    condition     = startswith(var.health_path, "/")
    error_message = "health_path must start with a slash."
  }
}
