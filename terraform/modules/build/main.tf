data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Images are built on the CPU they will run on.
  environments = {
    X86_64 = { type = "LINUX_CONTAINER", image = "aws/codebuild/amazonlinux-x86_64-standard:5.0" }
    ARM64  = { type = "ARM_CONTAINER", image = "aws/codebuild/amazonlinux-aarch64-standard:3.0" }
  }

  environment_variables = {
    AWS_ACCOUNT_ID = data.aws_caller_identity.current.account_id
    CONTAINER_NAME = var.name
    REPOSITORY_URI = var.repository_url
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/codebuild/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_codebuild_project" "this" {
  name          = var.name
  description   = "Tests ${var.name} and pushes its image"
  service_role  = aws_iam_role.this.arn
  build_timeout = 20

  source {
    type      = "CODEPIPELINE"
    buildspec = "${var.name}/buildspec.yml"
  }

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    type            = local.environments[var.cpu_architecture].type
    image           = local.environments[var.cpu_architecture].image
    compute_type    = "BUILD_GENERAL1_SMALL"
    privileged_mode = true # runs a Docker daemon

    dynamic "environment_variable" {
      for_each = local.environment_variables

      content {
        name  = environment_variable.key
        value = environment_variable.value
      }
    }
  }

  cache {
    type  = "LOCAL"
    modes = ["LOCAL_DOCKER_LAYER_CACHE"]
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.this.name
    }
  }

  depends_on = [aws_iam_role_policy.this]
}
