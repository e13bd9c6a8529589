locals {
  environment = merge(
    {
      HOST      = "0.0.0.0"
      PORT      = tostring(var.port)
      LOG_LEVEL = "info"
    },
    var.database == null ? {} : {
      DB_HOST = var.database.host
      DB_PORT = tostring(var.database.port)
      DB_NAME = var.database.name
      DB_USER = var.database.username
      DB_SSL  = var.database.tls ? "require" : "disable"
    },
    var.environment,
  )

  # ECS reads one key of a JSON secret when its ARN is followed by the key, a version stage and a version id.
  secrets = var.database == null ? {} : {
    DB_PASSWORD = "${var.database.secret_arn}:password::"
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = tostring(var.cpu)
  memory                   = tostring(var.memory)
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.cpu_architecture
  }

  container_definitions = jsonencode([
    {
      name      = var.name
      image     = var.image
      essential = true

      portMappings = [
        {
          containerPort = var.port
          hostPort      = var.port
          protocol      = "tcp"
        },
      ]

      environment = [for name, value in local.environment : { name = name, value = value }]
      secrets     = [for name, source in local.secrets : { name = name, valueFrom = source }]

      # The agent behind `aws ecs execute-command` writes to the root file system.
      readonlyRootFilesystem = !var.enable_execute_command

      # Reaps the processes that the agent and the program leave behind.
      linuxParameters = { initProcessEnabled = true }

      # Seconds between SIGTERM and SIGKILL. Longer than the services give their last requests.
      stopTimeout = 30

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this.name
          awslogs-region        = data.aws_region.current.region
          awslogs-stream-prefix = "ecs"
        }
      }
    },
  ])
}
