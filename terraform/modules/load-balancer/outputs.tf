output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "The part of the ARN that CloudWatch and autoscaling know the load balancer by."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "DNS name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "Route 53 zone of the DNS name."
  value       = aws_lb.this.zone_id
}

output "listener_arn" {
  description = "ARN of the listener that forwards, to which rules belong: HTTPS when there is a certificate, else HTTP."
  value       = local.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
}
