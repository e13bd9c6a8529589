variable "name" {
  description = "Name of the VPC and prefix of the names of what is in it."
  type        = string
  nullable    = false
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC, from /16 to /19: smaller ones leave the load balancer's subnets below the /27 it needs."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && can(regex("/1[6-9]$", var.vpc_cidr))
    error_message = "vpc_cidr must be an IPv4 range from /16 to /19, such as 10.0.0.0/16."
  }
}

variable "single_nat_gateway" {
  description = "Route both private subnets through one NAT gateway in the first zone."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_s3_endpoint" {
  description = "Create a gateway endpoint for S3 in the private route tables."
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

variable "log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
  default     = 30
  nullable    = false
}
