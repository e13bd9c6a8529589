data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # The file is what `aws codepipeline create-pipeline --cli-input-json` takes, with placeholders for the names that
  # differ from account to account. All of them are known when planning, so a plan shows the stages.
  definition = jsondecode(templatefile(var.definition_file, {
    PIPELINE_NAME     = var.name
    PIPELINE_ROLE_ARN = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/${aws_iam_role.pipeline.name}"
    ARTIFACT_BUCKET   = aws_s3_bucket.artifacts.bucket
    REPOSITORY_NAME   = aws_codecommit_repository.this.repository_name
    BRANCH_NAME       = var.branch
    CLUSTER_NAME      = var.cluster_name
  })).pipeline

  actions           = flatten([for stage in local.definition.stages : stage.actions])
  built_services    = toset([for action in local.actions : action.configuration.ProjectName if action.actionTypeId.provider == "CodeBuild"])
  deployed_services = toset([for action in local.actions : action.configuration.ServiceName if action.actionTypeId.provider == "ECS"])
}

resource "aws_codecommit_repository" "this" {
  repository_name = var.name
  description     = "Source of ${var.name}; a push to ${var.branch} starts the pipeline"
}

module "build" {
  source   = "../build"
  for_each = var.services

  name                = each.key
  project             = var.name
  repository_arn      = each.value.repository_arn
  repository_url      = each.value.repository_url
  artifact_bucket_arn = aws_s3_bucket.artifacts.arn
  cpu_architecture    = var.cpu_architecture
  log_retention_days  = var.log_retention_days
}

resource "aws_codepipeline" "this" {
  name           = local.definition.name
  role_arn       = local.definition.roleArn
  pipeline_type  = local.definition.pipelineType
  execution_mode = local.definition.executionMode

  artifact_store {
    type     = local.definition.artifactStore.type
    location = local.definition.artifactStore.location
  }

  dynamic "stage" {
    for_each = local.definition.stages

    content {
      name = stage.value.name

      dynamic "action" {
        for_each = stage.value.actions

        content {
          name             = action.value.name
          category         = action.value.actionTypeId.category
          owner            = action.value.actionTypeId.owner
          provider         = action.value.actionTypeId.provider
          version          = action.value.actionTypeId.version
          run_order        = try(action.value.runOrder, 1)
          namespace        = try(action.value.namespace, null)
          configuration    = action.value.configuration
          input_artifacts  = [for artifact in try(action.value.inputArtifacts, []) : artifact.name]
          output_artifacts = [for artifact in try(action.value.outputArtifacts, []) : artifact.name]
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = local.built_services == toset(keys(var.services))
      error_message = "The CodeBuild actions of ${var.definition_file} build ${join(", ", local.built_services)}, but the services are ${join(", ", keys(var.services))}. Give each service one action whose ProjectName is its name."
    }

    precondition {
      condition     = local.deployed_services == toset(keys(var.services))
      error_message = "The ECS actions of ${var.definition_file} deploy ${join(", ", local.deployed_services)}, but the services are ${join(", ", keys(var.services))}. Give each service one action whose ServiceName is its name."
    }
  }

  # A new pipeline runs at once, and each of its actions needs what it calls.
  depends_on = [module.build, aws_iam_role_policy.pipeline, aws_s3_bucket_policy.artifacts]
}
