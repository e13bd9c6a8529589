mock_provider "aws" {}

variables {
  name = "user-service"
}

run "scans_images_when_they_are_pushed" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this.name == "user-service" && aws_ecr_repository.this.image_scanning_configuration[0].scan_on_push
    error_message = "The repository must bear the service's name and scan on push."
  }
}

run "expires_untagged_images_and_all_but_the_newest" {
  command = plan

  variables {
    images_to_keep = 5
  }

  assert {
    condition     = [for rule in jsondecode(aws_ecr_lifecycle_policy.this.policy).rules : rule.selection.tagStatus] == ["untagged", "any"]
    error_message = "The rule for any image must come last."
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this.policy).rules[1].selection.countNumber == 5
    error_message = "Five images must be kept."
  }
}

run "refuses_to_keep_no_image_to_roll_back_to" {
  command = plan

  variables {
    images_to_keep = 1
  }

  expect_failures = [var.images_to_keep]
}
