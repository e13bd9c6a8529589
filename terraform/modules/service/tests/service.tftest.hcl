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

  mock_resource "aws_lb_target_group" {
    defaults = {
      arn        = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/user-service-3001/0123456789abcdef"
      arn_suffix = "targetgroup/user-service-3001/0123456789abcdef"
    }
  }

  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/user-service:1" }
  }
}

variables {
  name                     = "user-service"
  project                  = "example"
  image                    = "123456789012.dkr.ecr.us-east-1.amazonaws.com/user-service:latest"
  repository_arn           = "arn:aws:ecr:us-east-1:123456789012:repository/user-service"
  port                     = 3001
  cpu                      = 256
  memory                   = 512
  cluster_name             = "example"
  cluster_arn              = "arn:aws:ecs:us-east-1:123456789012:cluster/example"
  subnet_ids               = ["subnet-a", "subnet-b"]
  security_group_ids       = ["sg-tasks"]
  desired_count            = 2
  min_count                = 2
  max_count                = 6
  vpc_id                   = "vpc-0123456789abcdef0"
  listener_arn             = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/example/0123456789abcdef/0123456789abcdef"
  load_balancer_arn_suffix = "app/example/0123456789abcdef"
  path_pattern             = "/users*"
  priority                 = 100

  database = {
    host       = "db.example"
    port       = 5432
    name       = "users"
    username   = "user_service"
    secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0123-AbCdEf"
    tls        = true
  }
}

run "runs_tasks_on_fargate_in_private_subnets" {
  command = apply

  assert {
    condition     = aws_ecs_service.this.launch_type == "FARGATE" && !aws_ecs_service.this.network_configuration[0].assign_public_ip && aws_ecs_service.this.network_configuration[0].subnets == toset(["subnet-a", "subnet-b"]) && aws_ecs_service.this.network_configuration[0].security_groups == toset(["sg-tasks"])
    error_message = "Tasks must run on Fargate, in the given subnets and groups, without a public address."
  }

  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback && aws_ecs_service.this.deployment_minimum_healthy_percent == 100 && aws_ecs_service.this.deployment_maximum_percent == 200
    error_message = "A deployment must roll, and roll back when it fails."
  }

  assert {
    condition     = one(aws_ecs_service.this.load_balancer).container_name == "user-service" && one(aws_ecs_service.this.load_balancer).container_port == 3001 && one(aws_ecs_service.this.load_balancer).target_group_arn == aws_lb_target_group.this.arn
    error_message = "The container's port must be behind the target group."
  }

  assert {
    condition     = aws_ecs_task_definition.this.network_mode == "awsvpc" && aws_ecs_task_definition.this.requires_compatibilities == toset(["FARGATE"]) && aws_ecs_task_definition.this.cpu == "256" && aws_ecs_task_definition.this.memory == "512"
    error_message = "The task definition must be one for Fargate, of the given size."
  }
}

run "tells_the_container_its_port_its_database_and_where_to_log" {
  command = apply

  assert {
    condition = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : variable.name => variable.value } == {
      HOST      = "0.0.0.0"
      PORT      = "3001"
      LOG_LEVEL = "info"
      DB_HOST   = "db.example"
      DB_PORT   = "5432"
      DB_NAME   = "users"
      DB_USER   = "user_service"
      DB_SSL    = "require"
    }
    error_message = "The environment must name the port and the database, and no password."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets == [{ name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-0123-AbCdEf:password::" }]
    error_message = "The password must come from the key password of the secret."
  }

  assert {
    condition = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].logConfiguration == {
      logDriver = "awslogs"
      options = {
        awslogs-group         = "/ecs/example/user-service"
        awslogs-region        = "us-east-1"
        awslogs-stream-prefix = "ecs"
      }
    }
    error_message = "The container must log to the service's log group."
  }
}

run "needs_no_database" {
  command = apply

  variables {
    database    = null
    environment = { LOG_LEVEL = "debug" }
  }

  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : variable.name => variable.value } == { HOST = "0.0.0.0", PORT = "3001", LOG_LEVEL = "debug" }
    error_message = "Without a database there must be no database settings, and given variables must win."
  }

  assert {
    condition     = length(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets) == 0
    error_message = "Without a database there must be no secret."
  }

  assert {
    condition     = [for statement in data.aws_iam_policy_document.execution.statement : statement.sid] == ["RegistryLogin", "PullImage", "WriteLog"]
    error_message = "Without a database the execution role must read no secret."
  }
}

run "sends_the_services_paths_to_healthy_tasks" {
  command = apply

  assert {
    condition     = aws_lb_target_group.this.target_type == "ip" && aws_lb_target_group.this.port == 3001 && aws_lb_target_group.this.health_check[0].path == "/health" && aws_lb_target_group.this.health_check[0].matcher == "200"
    error_message = "Targets must be addresses, checked at /health."
  }

  assert {
    condition     = aws_lb_listener_rule.this.priority == 100 && one(one(aws_lb_listener_rule.this.condition).path_pattern).values == toset(["/users*"]) && aws_lb_listener_rule.this.action[0].target_group_arn == aws_lb_target_group.this.arn
    error_message = "The rule must forward /users* to the target group."
  }
}

run "scales_by_cpu_and_by_requests_per_task" {
  command = apply

  assert {
    condition     = aws_appautoscaling_target.this.resource_id == "service/example/user-service" && aws_appautoscaling_target.this.min_capacity == 2 && aws_appautoscaling_target.this.max_capacity == 6
    error_message = "Autoscaling must keep the service between 2 and 6 tasks."
  }

  assert {
    condition     = aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "ECSServiceAverageCPUUtilization"
    error_message = "One policy must follow the CPU."
  }

  assert {
    condition     = aws_appautoscaling_policy.requests.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].resource_label == "app/example/0123456789abcdef/targetgroup/user-service-3001/0123456789abcdef"
    error_message = "One policy must follow the requests of this target group."
  }
}

run "limits_the_execution_role_to_what_is_the_services_own" {
  command = apply

  assert {
    condition     = [for statement in data.aws_iam_policy_document.execution.statement : statement.sid if contains(statement.resources, "*")] == ["RegistryLogin"]
    error_message = "Only the registry's login may be allowed on every resource."
  }

  assert {
    condition     = one([for statement in data.aws_iam_policy_document.execution.statement : statement.resources if statement.sid == "ReadDatabasePassword"]) == toset([var.database.secret_arn])
    error_message = "The only secret to be read must be the service's own."
  }

  assert {
    condition     = length(aws_iam_role_policy.execute_command) == 0
    error_message = "The program must have no permission."
  }
}

run "prepares_tasks_for_execute_command_when_asked" {
  command = apply

  variables {
    enable_execute_command = true
  }

  assert {
    condition     = aws_ecs_service.this.enable_execute_command && length(aws_iam_role_policy.execute_command) == 1 && !jsondecode(aws_ecs_task_definition.this.container_definitions)[0].readonlyRootFilesystem
    error_message = "Execute command needs the service's consent, a permission and a writable root file system."
  }
}

run "refuses_a_size_that_fargate_does_not_offer" {
  command = plan

  variables {
    cpu    = 256
    memory = 4096
  }

  expect_failures = [var.memory]
}

run "refuses_more_tasks_than_autoscaling_may_run" {
  command = plan

  variables {
    desired_count = 7
  }

  expect_failures = [var.desired_count]
}
