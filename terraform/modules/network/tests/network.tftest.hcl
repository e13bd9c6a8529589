mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }

  mock_data "aws_region" {
    defaults = { region = "us-east-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  name     = "example"
  vpc_cidr = "10.0.0.0/16"
}

run "spreads_two_public_and_two_private_subnets_over_two_zones" {
  command = plan

  assert {
    condition     = { for zone, subnet in aws_subnet.public : zone => subnet.cidr_block } == { us-east-1a = "10.0.0.0/24", us-east-1b = "10.0.1.0/24" }
    error_message = "Public subnets must be /24s in the first two zones."
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == { us-east-1a = "10.0.16.0/20", us-east-1b = "10.0.32.0/20" }
    error_message = "Private subnets must be /20s in the first two zones."
  }

  assert {
    condition     = alltrue([for zone, subnet in aws_subnet.public : subnet.availability_zone == zone]) && alltrue([for zone, subnet in aws_subnet.private : subnet.availability_zone == zone])
    error_message = "Each subnet must lie in the zone it is named after."
  }
}

run "gives_each_zone_its_own_nat_gateway" {
  # NAT gateways get ids, so that routes can be followed.
  command = apply

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_eip.nat) == 2
    error_message = "There must be a NAT gateway with an address in each zone."
  }

  assert {
    condition     = alltrue([for zone, gateway in aws_nat_gateway.this : gateway.subnet_id == aws_subnet.public[zone].id])
    error_message = "A NAT gateway must stand in the public subnet of its zone."
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.private_internet : route.nat_gateway_id == aws_nat_gateway.this[zone].id && route.route_table_id == aws_route_table.private[zone].id])
    error_message = "Each private route table must lead through its own zone's NAT gateway."
  }

  assert {
    condition     = alltrue([for zone, association in aws_route_table_association.private : association.route_table_id == aws_route_table.private[zone].id && association.subnet_id == aws_subnet.private[zone].id])
    error_message = "Each private subnet must use its own zone's route table."
  }

  assert {
    condition     = aws_route.public_internet.gateway_id == aws_internet_gateway.this.id && alltrue([for association in aws_route_table_association.public : association.route_table_id == aws_route_table.public.id])
    error_message = "Both public subnets must lead to the internet gateway."
  }
}

run "routes_both_zones_through_one_nat_gateway_when_asked" {
  command = apply

  variables {
    single_nat_gateway = true
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["us-east-1a"] && length(aws_eip.nat) == 1
    error_message = "There must be one NAT gateway, in the first zone."
  }

  assert {
    condition     = alltrue([for route in aws_route.private_internet : route.nat_gateway_id == aws_nat_gateway.this["us-east-1a"].id])
    error_message = "Both private route tables must lead to the one NAT gateway."
  }
}

run "creates_the_s3_endpoint_but_no_flow_log_by_default" {
  command = plan

  assert {
    condition     = aws_vpc_endpoint.s3[0].service_name == "com.amazonaws.us-east-1.s3" && aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway"
    error_message = "The endpoint must be a gateway endpoint for S3 in this region."
  }

  assert {
    condition     = length(aws_flow_log.vpc) == 0 && length(aws_iam_role.flow_logs) == 0 && length(aws_cloudwatch_log_group.flow_logs) == 0
    error_message = "Flow logs must be off unless asked for."
  }
}

run "records_all_traffic_when_flow_logs_are_on" {
  command = plan

  variables {
    enable_flow_logs   = true
    enable_s3_endpoint = false
  }

  assert {
    condition     = aws_flow_log.vpc[0].traffic_type == "ALL" && length(aws_vpc_endpoint.s3) == 0
    error_message = "Flow logs must record all traffic, and the endpoint must be gone."
  }
}

run "refuses_a_range_too_small_for_the_subnets" {
  command = plan

  variables {
    vpc_cidr = "10.0.0.0/24"
  }

  expect_failures = [var.vpc_cidr]
}
