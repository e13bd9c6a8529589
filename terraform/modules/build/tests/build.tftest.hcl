mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { region = "us-east-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/example" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:example" }
  }
}

variables {
  name                = "user-service"
  project             = "example"
  repository_arn      = "arn:aws:ecr:us-east-1:123456789012:repository/user-service"
  repository_url      = "123456789012.dkr.ecr.us-east-1.amazonaws.com/user-service"
  artifact_bucket_arn = "arn:aws:s3:::example-artifacts"
}

run "runs_the_services_buildspec_with_docker" {
  command = apply

  assert {
    condition     = aws_codebuild_project.this.name == "user-service" && aws_codebuild_project.this.source[0].type == "CODEPIPELINE" && aws_codebuild_project.this.source[0].buildspec == "user-service/buildspec.yml"
    error_message = "The project must run the service's buildspec on the pipeline's source."
  }

  assert {
    condition     = aws_codebuild_project.this.environment[0].privileged_mode && aws_codebuild_project.this.environment[0].type == "LINUX_CONTAINER"
    error_message = "The build must be able to run Docker."
  }

  assert {
    condition = { for variable in aws_codebuild_project.this.environment[0].environment_variable : variable.name => variable.value } == {
      AWS_ACCOUNT_ID = "123456789012"
      CONTAINER_NAME = "user-service"
      REPOSITORY_URI = "123456789012.dkr.ecr.us-east-1.amazonaws.com/user-service"
    }
    error_message = "The build must know its account, container and repository."
  }

  assert {
    condition     = aws_codebuild_project.this.cache[0].type == "LOCAL" && contains(aws_codebuild_project.this.cache[0].modes, "LOCAL_DOCKER_LAYER_CACHE")
    error_message = "Layers of earlier builds must be used: the tests are stages of the Dockerfile."
  }
}

run "pushes_to_the_services_repository_only" {
  command = apply

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.this.statement : statement.resources if statement.sid == "PushImage"]) == toset([var.repository_arn])
    error_message = "The build must push to its own repository only."
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.this.statement : statement.sid if contains(statement.resources, "*")] == ["RegistryLogin"]
    error_message = "Only the registry's login may be allowed on every resource."
  }
}

run "builds_arm_images_on_arm" {
  command = plan

  variables {
    cpu_architecture = "ARM64"
  }

  assert {
    condition     = aws_codebuild_project.this.environment[0].type == "ARM_CONTAINER"
    error_message = "Images for ARM must be built on ARM."
  }
}
