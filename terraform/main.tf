module "network" {
  source = "./modules/network"

  name               = var.project
  vpc_cidr           = var.vpc_cidr
  single_nat_gateway = var.single_nat_gateway
  enable_s3_endpoint = var.enable_s3_endpoint
  enable_flow_logs   = var.enable_flow_logs
  log_retention_days = var.log_retention_days
}

module "security" {
  source = "./modules/security"

  vpc_id         = module.network.vpc_id
  listener_ports = var.certificate_arn == null ? [80] : [80, 443]

  # Each list becomes one rule per port, and nothing else is open between the two groups.
  ecs_alb_sg_egress_ports    = local.service_ports # out of ecs_alb_sg, to ecs_tasks_sg
  ecs_tasks_sg_ingress_ports = local.service_ports # into ecs_tasks_sg, from ecs_alb_sg
}

module "load_balancer" {
  source = "./modules/load-balancer"

  name                = var.project
  subnet_ids          = module.network.public_subnet_ids
  security_group_ids  = [module.security.ecs_alb_sg_id]
  certificate_arn     = var.certificate_arn
  enable_access_logs  = var.enable_alb_access_logs
  deletion_protection = var.deletion_protection
  force_destroy       = var.force_destroy
}

module "registry" {
  source   = "./modules/registry"
  for_each = var.services

  name           = each.key
  images_to_keep = var.images_to_keep
  force_delete   = var.force_destroy
}

module "cluster" {
  source = "./modules/cluster"

  name               = var.project
  container_insights = var.container_insights
}

module "database" {
  source   = "./modules/database"
  for_each = local.databases

  identifier            = "${var.project}-${each.key}"
  name                  = each.value.name
  username              = each.value.username
  subnet_ids            = module.network.private_subnet_ids
  security_group_ids    = [module.security.databases_sg_id]
  engine_version        = var.database_engine_version
  instance_class        = var.database_instance_class
  allocated_storage     = var.database_allocated_storage
  multi_az              = var.database_multi_az
  backup_retention_days = var.database_backup_retention_days
  deletion_protection   = var.deletion_protection
  skip_final_snapshot   = var.database_skip_final_snapshot
  performance_insights  = var.database_performance_insights
}

module "service" {
  source   = "./modules/service"
  for_each = var.services

  name    = each.key
  project = var.project

  # Task
  image                  = "${module.registry[each.key].repository_url}:latest"
  repository_arn         = module.registry[each.key].repository_arn
  port                   = each.value.port
  cpu                    = each.value.cpu
  memory                 = each.value.memory
  cpu_architecture       = var.cpu_architecture
  environment            = each.value.environment
  log_retention_days     = var.log_retention_days
  enable_execute_command = var.enable_execute_command

  database = each.value.database == null ? null : {
    host       = module.database[each.key].address
    port       = module.database[each.key].port
    name       = module.database[each.key].name
    username   = module.database[each.key].username
    secret_arn = module.database[each.key].secret_arn
    tls        = var.database_tls
  }

  # Service
  cluster_name       = module.cluster.name
  cluster_arn        = module.cluster.arn
  subnet_ids         = module.network.private_subnet_ids
  security_group_ids = [module.security.ecs_tasks_sg_id]
  desired_count      = each.value.desired_count
  min_count          = each.value.min_count
  max_count          = each.value.max_count

  # Load balancing
  vpc_id                   = module.network.vpc_id
  listener_arn             = module.load_balancer.listener_arn
  load_balancer_arn_suffix = module.load_balancer.arn_suffix
  path_pattern             = each.value.path_pattern
  priority                 = each.value.priority
  health_path              = each.value.health_path
}

module "pipeline" {
  source = "./modules/pipeline"

  name                    = var.project
  definition_file         = "${path.root}/../pipeline.json"
  branch                  = var.branch
  cluster_name            = module.cluster.name
  cpu_architecture        = var.cpu_architecture
  log_retention_days      = var.log_retention_days
  artifact_retention_days = var.artifact_retention_days
  force_destroy           = var.force_destroy

  services = {
    for name in keys(var.services) : name => {
      repository_arn = module.registry[name].repository_arn
      repository_url = module.registry[name].repository_url
      service_arn    = module.service[name].service_arn
      role_arns      = [module.service[name].execution_role_arn, module.service[name].task_role_arn]
    }
  }
}
