# Groups first, rules after: the two groups name each other.

resource "aws_security_group" "ecs_alb_sg" {
  name        = "ecs_alb_sg"
  description = "Load balancer: HTTP from anywhere, to the tasks of the services only"
  vpc_id      = var.vpc_id

  tags = { Name = "ecs_alb_sg" }
}

resource "aws_security_group" "ecs_tasks_sg" {
  name        = "ecs_tasks_sg"
  description = "Tasks: the ports of the services from the load balancer only"
  vpc_id      = var.vpc_id

  tags = { Name = "ecs_tasks_sg" }
}

resource "aws_security_group" "databases_sg" {
  name        = "databases_sg"
  description = "Databases: PostgreSQL from the tasks only"
  vpc_id      = var.vpc_id

  tags = { Name = "databases_sg" }
}
