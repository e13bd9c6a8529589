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

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::example-artifacts-123456789012-us-east-1" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:example" }
  }

  mock_resource "aws_codecommit_repository" {
    defaults = { arn = "arn:aws:codecommit:us-east-1:123456789012:example" }
  }

  mock_resource "aws_codebuild_project" {
    defaults = { arn = "arn:aws:codebuild:us-east-1:123456789012:project/example" }
  }

  mock_resource "aws_codepipeline" {
    defaults = { arn = "arn:aws:codepipeline:us-east-1:123456789012:example" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:us-east-1:123456789012:rule/example-push" }
  }
}

variables {
  name            = "example"
  definition_file = "../../../pipeline.json"
  cluster_name    = "example"

  services = {
    user-service = {
      repository_arn = "arn:aws:ecr:us-east-1:123456789012:repository/user-service"
      repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/user-service"
      service_arn    = "arn:aws:ecs:us-east-1:123456789012:service/example/user-service"
      role_arns      = ["arn:aws:iam::123456789012:role/user-service-execution", "arn:aws:iam::123456789012:role/user-service-task"]
    }
    product-service = {
      repository_arn = "arn:aws:ecr:us-east-1:123456789012:repository/product-service"
      repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/product-service"
      service_arn    = "arn:aws:ecs:us-east-1:123456789012:service/example/product-service"
      role_arns      = ["arn:aws:iam::123456789012:role/product-service-execution", "arn:aws:iam::123456789012:role/product-service-task"]
    }
  }
}

run "has_the_stages_of_the_definition" {
  command = plan

  assert {
    condition     = [for stage in aws_codepipeline.this.stage : stage.name] == ["Source", "Build", "Deploy"]
    error_message = "The stages must be Source, Build and Deploy."
  }

  assert {
    condition     = aws_codepipeline.this.stage[0].action[0].provider == "CodeCommit" && aws_codepipeline.this.stage[0].action[0].configuration["PollForSourceChanges"] == "false" && aws_codepipeline.this.stage[0].action[0].configuration["RepositoryName"] == "example"
    error_message = "The source must be the repository, without polling."
  }

  assert {
    condition     = [for action in aws_codepipeline.this.stage[1].action : action.configuration["ProjectName"]] == ["user-service", "product-service"] && alltrue([for action in aws_codepipeline.this.stage[1].action : action.run_order == 1])
    error_message = "Both services must be built, in parallel."
  }

  assert {
    condition     = [for action in aws_codepipeline.this.stage[2].action : action.configuration["ServiceName"]] == ["user-service", "product-service"] && alltrue([for action in aws_codepipeline.this.stage[2].action : action.run_order == 1 && action.configuration["FileName"] == "imagedefinitions.json"])
    error_message = "Both services must be deployed, in parallel."
  }

  assert {
    condition     = aws_codepipeline.this.role_arn == "arn:aws:iam::123456789012:role/example-pipeline" && one(aws_codepipeline.this.artifact_store).location == "example-artifacts-123456789012-us-east-1"
    error_message = "Every placeholder must be filled in."
  }
}

run "starts_on_pushes_to_the_branch" {
  command = apply

  variables {
    branch = "trunk"
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.push.event_pattern) == {
      source      = ["aws.codecommit"]
      detail-type = ["CodeCommit Repository State Change"]
      resources   = ["arn:aws:codecommit:us-east-1:123456789012:example"]
      detail = {
        event         = ["referenceCreated", "referenceUpdated"]
        referenceType = ["branch"]
        referenceName = ["trunk"]
      }
    }
    error_message = "The rule must match pushes to the branch of this repository."
  }

  assert {
    condition     = aws_cloudwatch_event_target.pipeline.arn == aws_codepipeline.this.arn && aws_cloudwatch_event_target.pipeline.role_arn == aws_iam_role.events.arn
    error_message = "The rule must start the pipeline."
  }

  assert {
    condition     = aws_codepipeline.this.stage[0].action[0].configuration["BranchName"] == "trunk"
    error_message = "The pipeline must read the same branch."
  }
}

run "keeps_artifacts_versioned_encrypted_and_private" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.artifacts.versioning_configuration[0].status == "Enabled" && one(one(aws_s3_bucket_server_side_encryption_configuration.artifacts.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Artifacts must be versioned and encrypted."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.artifacts.block_public_acls && aws_s3_bucket_public_access_block.artifacts.block_public_policy && aws_s3_bucket_public_access_block.artifacts.ignore_public_acls && aws_s3_bucket_public_access_block.artifacts.restrict_public_buckets
    error_message = "The bucket must not be public."
  }
}

run "lets_the_pipeline_touch_its_own_services_only" {
  command = apply

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.pipeline.statement : statement.resources if statement.sid == "Deploy"]) == toset([for service in var.services : service.service_arn])
    error_message = "The pipeline must update its own services only."
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.pipeline.statement : statement.resources if statement.sid == "GiveTasksTheirRoles"]) == toset(flatten([for service in var.services : service.role_arns]))
    error_message = "The pipeline must pass the tasks' roles only."
  }

  assert {
    condition     = data.aws_iam_policy_document.artifacts.statement[0].effect == "Deny" && one(data.aws_iam_policy_document.artifacts.statement[0].condition).variable == "aws:SecureTransport"
    error_message = "The bucket must refuse requests without TLS."
  }
}

run "refuses_a_service_that_the_definition_does_not_build" {
  command = plan

  variables {
    services = {
      order-service = {
        repository_arn = "arn:aws:ecr:us-east-1:123456789012:repository/order-service"
        repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/order-service"
        service_arn    = "arn:aws:ecs:us-east-1:123456789012:service/example/order-service"
        role_arns      = ["arn:aws:iam::123456789012:role/order-service-execution", "arn:aws:iam::123456789012:role/order-service-task"]
      }
    }
  }

  expect_failures = [aws_codepipeline.this]
}
