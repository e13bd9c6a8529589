output "name" {
  description = "Name of the pipeline."
  value       = aws_codepipeline.this.name
}

output "arn" {
  description = "ARN of the pipeline."
  value       = aws_codepipeline.this.arn
}

output "artifact_bucket" {
  description = "Name of the bucket that artifacts pass through."
  value       = aws_s3_bucket.artifacts.bucket
}

output "clone_url_http" {
  description = "HTTPS URL of the repository."
  value       = aws_codecommit_repository.this.clone_url_http
}

output "clone_url_ssh" {
  description = "SSH URL of the repository."
  value       = aws_codecommit_repository.this.clone_url_ssh
}
