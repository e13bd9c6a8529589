import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const source = `
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      namespace        = "Source"
      output_artifacts = ["Source"]
      configuration    = { RepositoryName = "shop", BranchName = "main", PollForSourceChanges = "false" }
    }
  }`;

const build = (name = 'Build', changes = '') => `
  stage {
    name = "${name}"
    action {
      name             = "Users"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["Source"]
      output_artifacts = ["UsersBuild"]
      configuration    = { ProjectName = "users" }
    }
    ${changes}
  }`;

const pipeline = (changes = '', stages = source + build()) => `
  name     = "shop"
  role_arn = "arn:aws:iam::123456789012:role/pipeline"
  artifact_store {
    type     = "S3"
    location = "artifacts"
  }
  ${stages}
  ${changes}`;

describe('aws_codepipeline', () => {
  it('is created as declared, and then there is nothing to do', async () => {
    const resource = world.resource('aws_codepipeline');
    const body = pipeline('pipeline_type = "V2"\ntags = { A = "1" }');
    expect(await resource.apply(body)).toMatchObject({
      id: 'shop',
      arn: 'arn:aws:codepipeline:us-east-1:123456789012:shop',
      execution_mode: 'SUPERSEDED',
    });
    expect((await resource.plan(body)).action).toBe('no-op');
    const { pipeline: declaration } = world.call('codepipeline', 'GetPipeline', { name: 'shop' });
    expect(declaration).toMatchObject({
      artifactStore: { type: 'S3', location: 'artifacts' },
      stages: [
        { actions: [{ actionTypeId: { category: 'Source', provider: 'CodeCommit' }, runOrder: 1 }] },
        { actions: [{ inputArtifacts: [{ name: 'Source' }], outputArtifacts: [{ name: 'UsersBuild' }] }] },
      ],
    });
  });

  it('keeps what only V2 has: conditions, variables, triggers', async () => {
    const resource = world.resource('aws_codepipeline');
    const condition = `
      condition {
        result = "FAIL"
        rule {
          name = "Alarm"
          rule_type_id {
            category = "Rule"
            owner    = "AWS"
            provider = "CloudWatchAlarm"
            version  = "1"
          }
          configuration = { AlarmName = "a" }
        }
      }`;
    const connected = source
      .replace('"CodeCommit"', '"CodeStarSourceConnection"')
      .replace(
        /configuration .*\n/,
        'configuration = { ConnectionArn = "arn:aws:codestar-connections:us-east-1:123456789012:connection/a", FullRepositoryId = "example/shop", BranchName = "main" }\n',
      );
    const body = pipeline(
      `pipeline_type = "V2"
      variable {
        name          = "Stage"
        default_value = "dev"
      }
      trigger {
        provider_type = "CodeStarSourceConnection"
        git_configuration {
          source_action_name = "Source"
          push {
            branches {
              includes = ["main"]
            }
            file_paths {
              excludes = ["docs/**"]
            }
          }
        }
      }`,
      connected + build('Build', `before_entry {\n${condition}\n}\non_failure {\nresult = "ROLLBACK"\n}`),
    );
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
    expect(resource.state?.['trigger_all']).toHaveLength(1);
    const { pipeline: declaration } = world.call('codepipeline', 'GetPipeline', { name: 'shop' });
    expect(declaration?.triggers?.[0]?.gitConfiguration?.push).toEqual([
      { branches: { includes: ['main'] }, filePaths: { excludes: ['docs/**'] } },
    ]);
    expect(declaration?.stages?.[1]?.beforeEntry?.conditions?.[0]?.rules?.[0]).toMatchObject({
      ruleTypeId: { category: 'Rule', provider: 'CloudWatchAlarm' },
      configuration: { AlarmName: 'a' },
    });
  });

  it('has a store for each region', async () => {
    const resource = world.resource('aws_codepipeline');
    const stores = `
      artifact_store {
        type     = "S3"
        location = "artifacts-a"
        region   = "us-east-1"
      }
      artifact_store {
        type     = "S3"
        location = "artifacts-b"
        region   = "eu-west-1"
      }`;
    const body = pipeline(
      '',
      source + build().replace('name             = "Users"', 'name = "Users"\nregion = "eu-west-1"'),
    ).replace(/artifact_store \{[^}]*\}/, stores);
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('keeps a token that AWS masks, and plans another one', async () => {
    const resource = world.resource('aws_codepipeline');
    const github = (token: string) =>
      source
        .replace('"AWS"', '"ThirdParty"')
        .replace('"CodeCommit"', '"GitHub"')
        .replace(
          /configuration .*\n/,
          `configuration = { Owner = "example", Repo = "shop", Branch = "main", OAuthToken = "${token}" }\n`,
        );
    await resource.apply(pipeline('', github('one') + build()));
    expect((await resource.plan(pipeline('', github('one') + build()))).action).toBe('no-op');
    expect((await resource.plan(pipeline('', github('two') + build()))).action).toBe('update');
  });

  it('changes in place, sees what was changed elsewhere, and is deleted', async () => {
    const resource = world.resource('aws_codepipeline');
    await resource.apply(pipeline());
    const more = pipeline(
      'tags = { B = "1" }',
      source + build() + build('Again').replaceAll('UsersBuild', 'Other'),
    );
    expect((await resource.plan(more)).action).toBe('update');
    await resource.apply(more);
    expect((await resource.plan(more)).action).toBe('no-op');
    const { pipeline: declaration } = world.call('codepipeline', 'GetPipeline', { name: 'shop' });
    world.call('codepipeline', 'UpdatePipeline', {
      pipeline: {
        ...declaration,
        name: 'shop',
        stages: declaration?.stages ?? [],
        roleArn: 'arn:aws:iam::123456789012:role/other',
      },
    });
    expect((await resource.plan(more)).action).toBe('update');
    expect((await resource.plan(more.replace('"shop"', '"store"'))).action).toBe('replace');
    await resource.destroy();
    expect(world.call('codepipeline', 'ListPipelines', {}).pipelines).toEqual([]);
  });
});
