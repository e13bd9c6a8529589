output "address" {
  description = "Host name of the instance."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of the instance."
  value       = aws_db_instance.this.port
}

output "endpoint" {
  description = "host:port of the instance."
  value       = aws_db_instance.this.endpoint
}

output "name" {
  description = "Name of the database."
  value       = aws_db_instance.this.db_name
}

output "username" {
  description = "Name of the master user."
  value       = aws_db_instance.this.username
}

output "secret_arn" {
  description = "ARN of the secret that holds the master user's name and password, as JSON."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}
