import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const role = 'arn:aws:iam::123456789012:role/build';

const project = (changes = '') => `
  name         = "users"
  service_role = "${role}"
  source {
    type      = "CODEPIPELINE"
    buildspec = "users/buildspec.yml"
  }
  artifacts {
    type = "CODEPIPELINE"
  }
  environment {
    type            = "LINUX_CONTAINER"
    image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    compute_type    = "BUILD_GENERAL1_SMALL"
    privileged_mode = true
    environment_variable {
      name  = "CONTAINER_NAME"
      value = "users"
    }
  }
  ${changes}`;

describe('aws_codebuild_project', () => {
  it("is created with AWS's defaults, and then there is nothing to do", async () => {
    const resource = world.resource('aws_codebuild_project');
    const body = project(
      'cache {\ntype = "LOCAL"\nmodes = ["LOCAL_DOCKER_LAYER_CACHE"]\n}\ntags = { A = "1" }',
    );
    expect(await resource.apply(body)).toMatchObject({
      id: 'arn:aws:codebuild:us-east-1:123456789012:project/users',
      build_timeout: 60,
      queued_timeout: 480,
      encryption_key: 'arn:aws:kms:us-east-1:123456789012:alias/aws/s3',
      project_visibility: 'PRIVATE',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('keeps every block', async () => {
    const resource = world.resource('aws_codebuild_project');
    const body = `
      name                   = "users"
      service_role           = "${role}"
      build_timeout          = 20
      concurrent_build_limit = 2
      badge_enabled          = true
      source {
        type            = "GITHUB"
        location        = "https://github.com/example/users.git"
        git_clone_depth = 1
        git_submodules_config {
          fetch_submodules = true
        }
        build_status_config {
          context = "ci"
        }
      }
      secondary_sources {
        source_identifier = "tools"
        type              = "CODECOMMIT"
        location          = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/tools"
      }
      secondary_source_version {
        source_identifier = "tools"
        source_version    = "refs/heads/main"
      }
      artifacts {
        type      = "S3"
        location  = "artifacts"
        name      = "users"
        packaging = "ZIP"
      }
      environment {
        type         = "LINUX_CONTAINER"
        image        = "123456789012.dkr.ecr.us-east-1.amazonaws.com/builder:1"
        compute_type = "BUILD_GENERAL1_SMALL"
        image_pull_credentials_type = "SERVICE_ROLE"
      }
      logs_config {
        cloudwatch_logs {
          group_name = "/aws/codebuild/users"
        }
        s3_logs {
          status   = "ENABLED"
          location = "logs/build"
        }
      }
      vpc_config {
        vpc_id             = "vpc-1"
        subnets            = ["subnet-1"]
        security_group_ids = ["sg-1"]
      }
      build_batch_config {
        service_role = "${role}"
        restrictions {
          maximum_builds_allowed = 5
        }
      }`;
    const state = await resource.apply(body);
    expect(state['badge_url']).toMatch(/^https:/);
    expect((await resource.plan(body)).action).toBe('no-op');
    const { projects } = world.call('codebuild', 'BatchGetProjects', { names: ['users'] });
    expect(projects?.[0]).toMatchObject({
      secondarySourceVersions: [{ sourceIdentifier: 'tools', sourceVersion: 'refs/heads/main' }],
      vpcConfig: { vpcId: 'vpc-1', subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
      source: { gitSubmodulesConfig: { fetchSubmodules: true } },
      buildBatchConfig: { restrictions: { maximumBuildsAllowed: 5 } },
    });
  });

  it('changes in place, and takes back what is gone', async () => {
    const resource = world.resource('aws_codebuild_project');
    await resource.apply(
      project(
        'concurrent_build_limit = 2\ndescription = "d"\ncache {\ntype = "LOCAL"\nmodes = ["LOCAL_SOURCE_CACHE"]\n}',
      ),
    );
    const body = project('build_timeout = 5\nproject_visibility = "PUBLIC_READ"\ntags = { B = "1" }');
    expect((await resource.plan(body)).action).toBe('update');
    await resource.apply(body);
    expect(resource.state).toMatchObject({ project_visibility: 'PUBLIC_READ', tags_all: { B: '1' } });
    expect((await resource.plan(body)).action).toBe('no-op');
    expect((await resource.plan(body.replace('"users"', '"other"'))).action).toBe('replace');
  });

  it('sees what was changed elsewhere', async () => {
    const resource = world.resource('aws_codebuild_project');
    await resource.apply(project());
    world.call('codebuild', 'UpdateProject', { name: 'users', timeoutInMinutes: 7 });
    expect((await resource.plan(project())).action).toBe('update');
    world.call('codebuild', 'DeleteProject', { name: 'users' });
    expect((await resource.plan(project())).action).toBe('create');
  });

  it('says at plan time that a cache needs a place', async () => {
    await expect(
      world.resource('aws_codebuild_project').apply(project('cache {\ntype = "S3"\n}')),
    ).rejects.toThrow('cache location is required when cache type is "S3"');
  });
});
