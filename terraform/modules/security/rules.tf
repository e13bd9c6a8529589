resource "aws_vpc_security_group_ingress_rule" "ecs_alb_sg" {
  for_each = toset([for port in var.listener_ports : tostring(port)])

  security_group_id = aws_security_group.ecs_alb_sg.id
  description       = "Clients"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "ecs_alb_sg" {
  for_each = toset([for port in var.ecs_alb_sg_egress_ports : tostring(port)])

  security_group_id            = aws_security_group.ecs_alb_sg.id
  description                  = "To the tasks"
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
  referenced_security_group_id = aws_security_group.ecs_tasks_sg.id
}

resource "aws_vpc_security_group_ingress_rule" "ecs_tasks_sg" {
  for_each = toset([for port in var.ecs_tasks_sg_ingress_ports : tostring(port)])

  security_group_id            = aws_security_group.ecs_tasks_sg.id
  description                  = "From the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = tonumber(each.key)
  to_port                      = tonumber(each.key)
  referenced_security_group_id = aws_security_group.ecs_alb_sg.id
}

resource "aws_vpc_security_group_egress_rule" "ecs_tasks_sg" {
  security_group_id = aws_security_group.ecs_tasks_sg.id
  description       = "Anywhere: registry, logs, secrets, databases"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "databases_sg" {
  security_group_id            = aws_security_group.databases_sg.id
  description                  = "PostgreSQL from the tasks"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.ecs_tasks_sg.id
}
