output "alb_url" {
  description = "Where the system answers. With a certificate, use a name that it covers and that points at alb_dns_name."
  value       = "${var.certificate_arn == null ? "http" : "https"}://${module.load_balancer.dns_name}"
}

output "alb_dns_name" {
  description = "DNS name of the load balancer: the target of an alias or CNAME record."
  value       = module.load_balancer.dns_name
}

output "alb_zone_id" {
  description = "Route 53 zone of the load balancer's DNS name, for alias records."
  value       = module.load_balancer.zone_id
}

output "service_urls" {
  description = "Where each service answers."
  value = {
    for name, service in var.services :
    name => "${var.certificate_arn == null ? "http" : "https"}://${module.load_balancer.dns_name}${trimsuffix(service.path_pattern, "*")}"
  }
}

output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = module.cluster.name
}

output "service_names" {
  description = "Names of the ECS services."
  value       = [for name in keys(var.services) : module.service[name].service_name]
}

output "log_groups" {
  description = "Log group of each service's tasks."
  value       = { for name in keys(var.services) : name => module.service[name].log_group_name }
}

output "repository_urls" {
  description = "URL of each service's image repository."
  value       = { for name in keys(var.services) : name => module.registry[name].repository_url }
}

output "database_endpoints" {
  description = "Endpoint (host:port) of each service's database; reachable from the tasks only."
  value       = { for name in keys(local.databases) : name => module.database[name].endpoint }
}

output "database_secret_arns" {
  description = "Secret that holds each database's user name and password."
  value       = { for name in keys(local.databases) : name => module.database[name].secret_arn }
}

output "repository_clone_url_http" {
  description = "Push the code here over HTTPS; a push to the branch starts the pipeline."
  value       = module.pipeline.clone_url_http
}

output "repository_clone_url_ssh" {
  description = "The same over SSH."
  value       = module.pipeline.clone_url_ssh
}

output "pipeline_name" {
  description = "Name of the pipeline."
  value       = module.pipeline.name
}

output "artifact_bucket" {
  description = "Bucket that holds the pipeline's artifacts."
  value       = module.pipeline.artifact_bucket
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = module.network.vpc_id
}

output "nat_public_ips" {
  description = "Addresses that the tasks' outgoing traffic comes from, by zone."
  value       = module.network.nat_public_ips
}
