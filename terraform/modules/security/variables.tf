variable "vpc_id" {
  description = "Id of the VPC that the groups belong to."
  type        = string
  nullable    = false
}

variable "listener_ports" {
  description = "Ports of the load balancer that anyone may reach."
  type        = set(number)
  nullable    = false
}

variable "ecs_alb_sg_egress_ports" {
  description = "Ports of the tasks that the load balancer may connect to."
  type        = set(number)
  nullable    = false
}

variable "ecs_tasks_sg_ingress_ports" {
  description = "Ports that the tasks accept from the load balancer."
  type        = set(number)
  nullable    = false
}
