# A group without its rules lets nothing through, so what uses a group waits for them.

output "ecs_alb_sg_id" {
  description = "Id of the load balancer's group."
  value       = aws_security_group.ecs_alb_sg.id
  depends_on  = [aws_vpc_security_group_ingress_rule.ecs_alb_sg, aws_vpc_security_group_egress_rule.ecs_alb_sg]
}

output "ecs_tasks_sg_id" {
  description = "Id of the tasks' group."
  value       = aws_security_group.ecs_tasks_sg.id
  depends_on  = [aws_vpc_security_group_ingress_rule.ecs_tasks_sg, aws_vpc_security_group_egress_rule.ecs_tasks_sg]
}

output "databases_sg_id" {
  description = "Id of the databases' group."
  value       = aws_security_group.databases_sg.id
  depends_on  = [aws_vpc_security_group_ingress_rule.databases_sg]
}
