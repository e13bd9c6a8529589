import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShimWorld, shimWorld } from './shims.ts';

let world: ShimWorld;

beforeAll(async () => {
  world = await shimWorld();
  const { call } = world.test;
  call('ecr', 'CreateRepository', { repositoryName: 'app', tags: [{ Key: 'team', Value: 'a' }] });
  call('ecr', 'CreateRepository', { repositoryName: 'other' });
  call('ecs', 'CreateCluster', { clusterName: 'main' });
  call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'app:1', essential: true }],
  });
  call('s3', 'CreateBucket', { Bucket: 'bucket' });
});

afterAll(() => world.stop());

async function json(script: string): Promise<unknown> {
  const { exitCode, stdout, stderr } = await world.sh(script);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

describe('operations', () => {
  it('speaks the json, query, ec2 and REST protocols', async () => {
    expect(await json('aws sts get-caller-identity')).toMatchObject({ Account: '123456789012' });
    expect(await json('aws ecs describe-clusters --clusters main nowhere')).toMatchObject({
      clusters: [{ clusterName: 'main', status: 'ACTIVE' }],
      failures: [{ reason: 'MISSING' }],
    });
    const created = (await json(
      'aws ec2 create-vpc --cidr-block 10.9.0.0/16 --tag-specifications "ResourceType=vpc,Tags=[{Key=Name,Value=nine}]"',
    )) as { Vpc: { VpcId: string } };
    const { VpcId } = created.Vpc;
    expect(
      await json(`aws ec2 describe-vpcs --filters Name=tag:Name,Values=nine,ten --query "Vpcs[].VpcId"`),
    ).toEqual([VpcId]);
    expect(await json('aws s3api list-buckets --query "Buckets[].Name"')).toContain('bucket');
  });

  it('takes shorthand, JSON, files and flags', async () => {
    writeFileSync(path.join(world.directory, 'family.json'), JSON.stringify({ family: 'from-file' }));
    expect(
      await json(
        `aws ecs register-task-definition --cli-input-json file://family.json --cpu 256 --memory 512 --network-mode awsvpc \
         --requires-compatibilities FARGATE --container-definitions '[{"name":"a","image":"app:1","essential":true}]' \
         --tags key=team,value=a key=stage,value=test --query taskDefinition.family`,
      ),
    ).toBe('from-file');
    expect(
      await json(
        `aws ecs register-task-definition --family shorthand --cpu 256 --memory 512 --network-mode awsvpc --requires-compatibilities FARGATE \
         --container-definitions 'name=a,image=app:1,essential=true,environment=[{name=A,value=1},{name=B,value="x,y"}]' \
         --query 'taskDefinition.containerDefinitions[0].environment'`,
      ),
    ).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: 'x,y' },
    ]);
    expect(
      (
        await world.sh(
          'aws ecr delete-repository --repository-name other --force --query repository.repositoryName --output text',
        )
      ).stdout,
    ).toBe('other\n');
  });

  it('prints errors and ends as the CLI does', async () => {
    const missing = await world.sh('aws ecr describe-repositories --repository-names nowhere');
    expect(missing).toEqual({
      exitCode: 254,
      stdout: '',
      stderr:
        "\nAn error occurred (RepositoryNotFoundException) when calling the DescribeRepositories operation: The repository with name 'nowhere' does not exist in the registry with id '123456789012'\n",
    });
    const cases: [string, number, RegExp][] = [
      ['aws ecs describe-clusters --frobnicate x', 252, /Unknown options: --frobnicate, x/],
      ['aws ecr describe-images', 252, /the following arguments are required: --repository-name/],
      ['aws lambda list-functions', 252, /does not know the service "lambda"/],
      ['aws ecs frobnicate', 252, /does not know "ecs frobnicate"/],
      ['AWS_DEFAULT_REGION= aws sts get-caller-identity', 253, /You must specify a region/],
      ['AWS_ACCESS_KEY_ID= aws sts get-caller-identity', 253, /Unable to locate credentials/],
      ['aws sts get-caller-identity --query "["', 252, /Bad value for --query/],
      [
        'aws s3api head-bucket --bucket nowhere',
        254,
        /An error occurred \(404\) when calling the HeadBucket operation: Not Found/,
      ],
      [
        'aws ecs wait services-stable --cluster main --services nowhere',
        255,
        /Waiter ServicesStable failed: Waiter encountered a terminal failure state/,
      ],
    ];
    for (const [script, exitCode, text] of cases) {
      const run = await world.sh(script);
      expect([script, run.exitCode]).toEqual([script, exitCode]);
      expect(run.stderr).toMatch(text);
    }
  });

  it('reads every page', async () => {
    for (let index = 0; index < 12; index += 1)
      world.test.call('ecr', 'CreateRepository', {
        repositoryName: `many/${String(index).padStart(2, '0')}`,
      });
    const script = `aws ecr describe-repositories --query "length(repositories[?starts_with(repositoryName, 'many/')])"`;
    expect(await json(`${script} --page-size 5`)).toBe(12);
    const one = await world.sh('aws ecr describe-repositories --max-items 3 --query "length(repositories)"');
    expect(one.stdout).toBe('3\n');
  });
});

describe('commands that are no operations', () => {
  it('logs docker in, by either way', async () => {
    const registry = new URL(world.gateway.url).host;
    const piped = await world.sh(
      `aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin ${registry}`,
    );
    expect(piped).toMatchObject({ exitCode: 0, stdout: 'Login Succeeded\n' });
    const older = await world.sh('$(aws ecr get-login --no-include-email --region us-east-1)');
    expect(older).toMatchObject({ exitCode: 0, stdout: 'Login Succeeded\n' });
  });

  it('copies to, from and within S3', async () => {
    const folder = path.join(world.directory, 'site');
    mkdirSync(path.join(folder, 'deep'), { recursive: true });
    writeFileSync(path.join(folder, 'index.html'), '<p>');
    writeFileSync(path.join(folder, 'deep/a b.txt'), 'text');
    writeFileSync(path.join(folder, 'skip.tmp'), 'x');
    const uploaded = await world.sh('aws s3 cp site s3://bucket/site --recursive --exclude "*.tmp"');
    expect(uploaded.stdout.split('\n')).toEqual([
      'upload: site/deep/a b.txt to s3://bucket/site/deep/a b.txt',
      'upload: site/index.html to s3://bucket/site/index.html',
      '',
    ]);
    expect(
      await json('aws s3api head-object --bucket bucket --key site/index.html --query ContentType'),
    ).toBe('text/html');
    expect((await world.sh('aws s3 ls s3://bucket/site/')).stdout).toMatch(
      /^ +PRE deep\/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +3 index\.html\n$/,
    );
    expect((await world.sh('aws s3 cp "s3://bucket/site/deep/a b.txt" -')).stdout).toBe('text');
    expect((await world.sh('echo from stdin | aws s3 cp - s3://bucket/piped')).exitCode).toBe(0);
    expect(
      (
        await world.sh(
          'aws s3 cp s3://bucket/piped s3://bucket/copied && aws s3 cp s3://bucket/copied down/ && cat down/copied',
        )
      ).stdout,
    ).toMatch(/from stdin\n$/);
    const synced = await world.sh(
      'rm site/index.html && aws s3 sync site s3://bucket/site --size-only --delete --exclude "*.tmp"',
    );
    expect(synced.stdout).toBe('delete: s3://bucket/site/index.html\n');
    expect(
      (await world.sh('aws s3 rm s3://bucket --recursive && aws s3 rb s3://bucket && aws s3 mb s3://bucket'))
        .exitCode,
    ).toBe(0);
    expect((await world.sh('aws s3 cp nowhere s3://bucket/')).exitCode).toBe(255);
  });

  it('keeps settings in its own files', async () => {
    const script =
      'aws configure set region eu-west-1 --profile p && aws configure set aws_access_key_id AKID --profile p && aws configure get region --profile p';
    expect(await world.sh(script)).toMatchObject({ exitCode: 0, stdout: 'eu-west-1\n' });
    expect(readFileSync(path.join(world.directory, 'home/.aws/credentials'), 'utf8')).toContain('AKID');
    expect((await world.sh('aws configure get unheard-of')).exitCode).toBe(1);
  });

  it('gives git the credentials of a repository', async () => {
    const { stdout } = await world.sh(
      'printf "protocol=http\\nhost=localhost\\npath=v1/repos/x\\n" | aws codecommit credential-helper get',
    );
    expect(stdout).toMatch(/^username=test\npassword=\d{8}T\d{6}Z[0-9a-f]{64}\n$/);
  });

  it('waits until a state is there', async () => {
    const { exitCode, stderr } = await world.sh('aws s3api wait bucket-exists --bucket bucket');
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

/** The CLI itself is the measure, where it is installed. */
const installed = (() => {
  try {
    return execFileSync('aws', ['--version'], { encoding: 'utf8' }).startsWith('aws-cli/');
  } catch {
    return false;
  }
})();

describe.skipIf(!installed)('beside the installed AWS CLI', () => {
  it.each([
    'aws ecs list-task-definitions --query taskDefinitionArns --output text',
    'aws ecr describe-repositories --repository-names app --query "repositories[0].[repositoryName,repositoryUri,imageScanningConfiguration.scanOnPush]" --output text',
    'aws ecs describe-clusters --clusters main --output text',
    'aws ecr list-tags-for-resource --resource-arn arn:aws:ecr:us-east-1:123456789012:repository/app --output text',
    'aws ecs describe-task-definition --task-definition web --query "taskDefinition.containerDefinitions"',
    'aws ec2 describe-availability-zones --query "AvailabilityZones[].[ZoneName,State]" --output text',
    'aws s3 ls',
    // Version 1 asks these of AWS itself unless its own option says otherwise.
    'aws rds describe-db-instances --query DBInstances --output text',
    'aws sqs list-queues --output text',
  ])('%s', async (script) => {
    const ours = await world.sh(script);
    const theirs = await world.sh(script, { environment: { NEARGATE_AWS: 'auto' } });
    expect(theirs.exitCode).toBe(0);
    const reading = (text: string) =>
      text.startsWith('[') || text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
    expect(reading(ours.stdout)).toEqual(reading(theirs.stdout));
  });
});
