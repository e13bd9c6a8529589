terraform {
  required_version = ">= 1.9.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }

  # State is kept in this folder. A team should keep it in S3, with locking (Terraform 1.10 or newer):
  #
  # backend "s3" {
  #   bucket       = "<your state bucket>"
  #   key          = "microservices/terraform.tfstate"
  #   region       = "us-east-1"
  #   use_lockfile = true
  # }
}
