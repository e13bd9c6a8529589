mock_provider "aws" {}

variables {
  vpc_id                     = "vpc-0123456789abcdef0"
  listener_ports             = [80]
  ecs_alb_sg_egress_ports    = [3001, 3002]
  ecs_tasks_sg_ingress_ports = [3001, 3002]
}

run "opens_the_load_balancer_to_the_world_on_port_80_only" {
  command = plan

  assert {
    condition     = aws_security_group.ecs_alb_sg.name == "ecs_alb_sg" && aws_security_group.ecs_tasks_sg.name == "ecs_tasks_sg"
    error_message = "The groups must keep their names."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.ecs_alb_sg) == ["80"]
    error_message = "Port 80 must be the only way into ecs_alb_sg."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.ecs_alb_sg["80"].cidr_ipv4 == "0.0.0.0/0" && aws_vpc_security_group_ingress_rule.ecs_alb_sg["80"].ip_protocol == "tcp"
    error_message = "Port 80 must be open to everyone, over TCP."
  }
}

run "connects_the_load_balancer_and_the_tasks_on_the_services_ports_only" {
  # Groups get ids, so that rules can be followed.
  command = apply

  assert {
    condition = keys(aws_vpc_security_group_egress_rule.ecs_alb_sg) == ["3001", "3002"] && alltrue([
      for port, rule in aws_vpc_security_group_egress_rule.ecs_alb_sg :
      rule.from_port == tonumber(port) && rule.to_port == tonumber(port) && rule.ip_protocol == "tcp" &&
      rule.security_group_id == aws_security_group.ecs_alb_sg.id && rule.referenced_security_group_id == aws_security_group.ecs_tasks_sg.id
    ])
    error_message = "ecs_alb_sg must lead to the tasks' group on the services' ports only."
  }

  assert {
    condition = keys(aws_vpc_security_group_ingress_rule.ecs_tasks_sg) == ["3001", "3002"] && alltrue([
      for port, rule in aws_vpc_security_group_ingress_rule.ecs_tasks_sg :
      rule.from_port == tonumber(port) && rule.to_port == tonumber(port) && rule.ip_protocol == "tcp" && rule.cidr_ipv4 == null &&
      rule.security_group_id == aws_security_group.ecs_tasks_sg.id && rule.referenced_security_group_id == aws_security_group.ecs_alb_sg.id
    ])
    error_message = "ecs_tasks_sg must be open to the load balancer's group on the services' ports only."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.ecs_tasks_sg.ip_protocol == "-1" && aws_vpc_security_group_egress_rule.ecs_tasks_sg.cidr_ipv4 == "0.0.0.0/0"
    error_message = "Tasks must be able to reach everything."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.databases_sg.from_port == 5432 && aws_vpc_security_group_ingress_rule.databases_sg.to_port == 5432 && aws_vpc_security_group_ingress_rule.databases_sg.referenced_security_group_id == aws_security_group.ecs_tasks_sg.id
    error_message = "Databases must be open to the tasks' group on 5432 only."
  }
}

run "closes_one_direction_without_the_other" {
  command = plan

  variables {
    ecs_tasks_sg_ingress_ports = [3001]
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.ecs_tasks_sg) == ["3001"] && keys(aws_vpc_security_group_egress_rule.ecs_alb_sg) == ["3001", "3002"]
    error_message = "A port that leaves ecs_tasks_sg must stay in ecs_alb_sg."
  }
}
