output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

# What is placed in a subnet expects its routes to be there: a load balancer is refused without a way to the
# internet, and a task cannot pull its image.

output "public_subnet_ids" {
  description = "Ids of the public subnets, routed to the internet gateway, in the order of their zones."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
  depends_on  = [aws_route.public_internet, aws_route_table_association.public]
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, routed to a NAT gateway, in the order of their zones."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
  depends_on  = [aws_route.private_internet, aws_route_table_association.private]
}

output "nat_public_ips" {
  description = "Public address of each NAT gateway, by zone."
  value       = { for zone in local.nat_zones : zone => aws_eip.nat[zone].public_ip }
}
