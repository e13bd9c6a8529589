locals {
  # The ports that the load balancer and the tasks talk over.
  service_ports = distinct([for service in values(var.services) : service.port])

  # The services that have a database of their own.
  databases = { for name, service in var.services : name => service.database if service.database != null }
}
