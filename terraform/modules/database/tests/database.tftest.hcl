mock_provider "aws" {}

variables {
  identifier            = "example-user-service"
  name                  = "users"
  username              = "user_service"
  subnet_ids            = ["subnet-a", "subnet-b"]
  security_group_ids    = ["sg-databases"]
  engine_version        = "18"
  instance_class        = "db.t4g.micro"
  allocated_storage     = 20
  backup_retention_days = 1
  skip_final_snapshot   = true
}

run "creates_private_encrypted_postgresql_with_a_managed_password" {
  command = plan

  assert {
    condition     = aws_db_instance.this.engine == "postgres" && aws_db_instance.this.engine_version == "18" && aws_db_instance.this.db_name == "users"
    error_message = "The instance must be PostgreSQL 18 with the database users."
  }

  assert {
    condition     = aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "The instance must be encrypted and private."
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "RDS must make and keep the password."
  }

  assert {
    condition     = toset(aws_db_subnet_group.this.subnet_ids) == toset(["subnet-a", "subnet-b"]) && aws_db_instance.this.db_subnet_group_name == "example-user-service"
    error_message = "The instance must be in the private subnets."
  }

  assert {
    condition     = aws_db_instance.this.max_allocated_storage == 100 && aws_db_instance.this.final_snapshot_identifier == null
    error_message = "Storage must be able to grow fivefold, and no final snapshot be named."
  }
}

run "keeps_a_last_snapshot_and_refuses_deletion_when_asked" {
  command = plan

  variables {
    skip_final_snapshot = false
    deletion_protection = true
  }

  assert {
    condition     = aws_db_instance.this.final_snapshot_identifier == "example-user-service-final" && aws_db_instance.this.deletion_protection
    error_message = "The last snapshot must have a name and the instance be protected."
  }
}

run "refuses_a_user_name_that_rds_reserves" {
  command = plan

  variables {
    username = "postgres"
  }

  expect_failures = [var.username]
}
