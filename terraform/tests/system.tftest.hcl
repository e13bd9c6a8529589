mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }

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
}

run "plans_with_no_input" {
  command = plan

  assert {
    condition     = output.cluster_name == "microservices" && output.pipeline_name == "microservices"
    error_message = "The defaults must name the cluster and the pipeline."
  }

  assert {
    condition     = output.service_names == ["product-service", "user-service"]
    error_message = "There must be two services."
  }

  assert {
    condition     = keys(output.database_endpoints) == ["product-service", "user-service"]
    error_message = "Each service must have its own database."
  }

  assert {
    condition     = length(output.nat_public_ips) == 2
    error_message = "There must be a NAT gateway in each zone."
  }

  assert {
    condition     = output.artifact_bucket == "microservices-artifacts-123456789012-us-east-1"
    error_message = "The bucket's name must be unique to the account and region."
  }
}

run "plans_with_every_option_turned_on" {
  command = plan

  variables {
    certificate_arn                = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-0000-0000-0000-000000000000"
    single_nat_gateway             = true
    enable_flow_logs               = true
    enable_alb_access_logs         = true
    enable_execute_command         = true
    container_insights             = "enhanced"
    cpu_architecture               = "ARM64"
    deletion_protection            = true
    force_destroy                  = false
    database_multi_az              = true
    database_skip_final_snapshot   = false
    database_backup_retention_days = 14
    database_performance_insights  = true
  }

  assert {
    condition     = length(output.nat_public_ips) == 1
    error_message = "There must be one NAT gateway for both zones."
  }
}

run "takes_a_service_without_a_database" {
  command = plan

  variables {
    services = {
      user-service    = { port = 3001, path_pattern = "/users*", priority = 100 }
      product-service = { port = 3002, path_pattern = "/products*", priority = 200, database = { name = "products", username = "product_service" } }
    }
  }

  assert {
    condition     = keys(output.database_endpoints) == ["product-service"]
    error_message = "Only the service that asks for a database must get one."
  }
}

run "refuses_two_services_of_the_same_priority" {
  command = plan

  variables {
    services = {
      user-service    = { port = 3001, path_pattern = "/users*", priority = 100 }
      product-service = { port = 3002, path_pattern = "/products*", priority = 100 }
    }
  }

  expect_failures = [var.services]
}

run "refuses_a_certificate_that_is_no_arn" {
  command = plan

  variables {
    certificate_arn = "example.com"
  }

  expect_failures = [var.certificate_arn]
}

run "refuses_a_retention_that_cloudwatch_logs_does_not_offer" {
  command = plan

  variables {
    log_retention_days = 42
  }

  expect_failures = [var.log_retention_days]
}
