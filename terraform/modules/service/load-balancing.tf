resource "aws_lb_target_group" "this" {
  # A target group cannot change its port, nor be deleted while a rule forwards to it. With the port in the name
  # the new one stands beside the old one until the rule has moved.
  name                 = "${var.name}-${var.port}"
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.port
  vpc_id               = var.vpc_id
  deregistration_delay = 30

  health_check {
    protocol            = "HTTP"
    path                = var.health_path
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener_rule" "this" {
  listener_arn = var.listener_arn
  priority     = var.priority

  condition {
    path_pattern {
      values = [var.path_pattern]
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }

  tags = { Name = var.name }
}
