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

  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/example/0123456789abcdef" }
  }
}

variables {
  name               = "example"
  subnet_ids         = ["subnet-a", "subnet-b"]
  security_group_ids = ["sg-alb"]
}

run "answers_unknown_paths_with_404_on_port_80" {
  command = apply

  assert {
    condition     = aws_lb.this.internal == false && aws_lb.this.load_balancer_type == "application" && aws_lb.this.enable_deletion_protection == false
    error_message = "The load balancer must be an internet-facing, deletable ALB."
  }

  assert {
    condition     = aws_lb_listener.http.port == 80 && aws_lb_listener.http.protocol == "HTTP" && aws_lb_listener.http.default_action[0].type == "fixed-response"
    error_message = "The listener must be HTTP on 80 with a fixed response."
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].fixed_response[0].status_code == "404" && jsondecode(aws_lb_listener.http.default_action[0].fixed_response[0].message_body).status == 404
    error_message = "The fixed response must be a 404."
  }

  assert {
    condition     = length(aws_lb_listener.https) == 0 && output.listener_arn == aws_lb_listener.http.arn
    error_message = "Rules must belong to the HTTP listener when there is no certificate."
  }

  assert {
    condition     = length(aws_s3_bucket.access_logs) == 0 && length(aws_lb.this.access_logs) == 0
    error_message = "Access logs must be off unless asked for."
  }
}

run "serves_https_and_redirects_port_80_when_there_is_a_certificate" {
  command = apply

  variables {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/0123abcd-0123-0123-0123-0123456789ab"
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS" && aws_lb_listener.http.default_action[0].redirect[0].port == "443"
    error_message = "Port 80 must redirect permanently to HTTPS."
  }

  assert {
    condition     = aws_lb_listener.https[0].port == 443 && aws_lb_listener.https[0].certificate_arn == var.certificate_arn && aws_lb_listener.https[0].default_action[0].fixed_response[0].status_code == "404"
    error_message = "Port 443 must serve the certificate, and 404 for unknown paths."
  }

  assert {
    condition     = output.listener_arn == aws_lb_listener.https[0].arn
    error_message = "Rules must belong to the HTTPS listener."
  }
}

run "writes_access_logs_to_a_private_bucket_when_asked" {
  command = apply

  variables {
    enable_access_logs = true
  }

  assert {
    condition     = one(aws_lb.this.access_logs).enabled && one(aws_lb.this.access_logs).bucket == "example-alb-logs-123456789012-us-east-1"
    error_message = "The load balancer must log to its bucket."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.access_logs[0].block_public_policy && aws_s3_bucket_public_access_block.access_logs[0].restrict_public_buckets
    error_message = "The bucket must not be public."
  }
}

run "refuses_a_name_that_elastic_load_balancing_refuses" {
  command = plan

  variables {
    name = "internal-example"
  }

  expect_failures = [var.name]
}
