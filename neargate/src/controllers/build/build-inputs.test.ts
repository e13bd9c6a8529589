import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackZip } from '../../drivers/zip/read-zip.ts';
import { writeZip } from '../../drivers/zip/write-zip.ts';
import { issuedCredentials } from '../../services/sts/credentials.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import { buildImage, buildTestWorld, contextsOf } from './build-test-world.ts';

type World = Awaited<ReturnType<typeof buildTestWorld>>;

const repository = path.resolve(import.meta.dirname, '../../../..');

function bucketWith(world: World, objects: Readonly<Record<string, Uint8Array>>): void {
  world.call('s3', 'CreateBucket', { Bucket: 'artifacts' });
  for (const [Key, Body] of Object.entries(objects))
    world.call('s3', 'PutObject', { Bucket: 'artifacts', Key, Body });
}

function filesIn(world: World, key: string): Record<string, string> {
  const { Body = new Uint8Array(0) } = world.call('s3', 'GetObject', { Bucket: 'artifacts', Key: key });
  return Object.fromEntries(
    unpackZip(Body).map((entry) => [entry.path, Buffer.from(entry.content).toString('utf8')]),
  );
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const entries = Object.entries(files).map(([name, text]) => ({
    path: name,
    content: Buffer.from(text),
    mode: name.endsWith('.sh') ? 0o100_755 : 0o100_644,
  }));
  return writeZip(entries, 0);
}

describe('a build of a pipeline', () => {
  async function pipelineBuild(
    files: Readonly<Record<string, string>>,
    outputs: readonly string[] = ['Out'],
    buildspec?: string,
  ) {
    const world = await buildTestWorld();
    bucketWith(world, { 'in.zip': await zipOf(files), 'other.zip': await zipOf({ 'o.txt': 'other' }) });
    world.project('service', {
      source: { type: 'CODEPIPELINE', ...(buildspec === undefined ? {} : { buildspec }) },
      artifacts: { type: 'CODEPIPELINE' },
    });
    const { id } = world.start('service', {
      initiator: 'codepipeline/main',
      sourceVersion: 'arn:aws:s3:::artifacts/in.zip',
      resolvedSourceVersion: '0123456789abcdef0123456789abcdef01234567',
      pipelineInput: {
        primary: 'Source',
        artifacts: [
          { name: 'Source', bucket: 'artifacts', key: 'in.zip' },
          { name: 'Other', bucket: 'artifacts', key: 'other.zip' },
        ],
      },
      pipelineOutput: outputs.map((name) => ({ name, bucket: 'artifacts', key: `out/${name}` })),
    });
    return { world, row: await world.ended(id) };
  }

  it('takes its inputs, knows what it is and hands on what it makes', async () => {
    const { world, row } = await pipelineBuild(
      {
        'run.sh': '#!/bin/sh\necho ran',
        'sub/buildspec.yml': `
version: 0.2
phases:
  build:
    commands:
      - ./run.sh
      - cat "$CODEBUILD_SRC_DIR_Other/o.txt" > made.txt
      - env | grep -E '^(CODEBUILD|AWS_.*REGION|CI=|AWS_ENDPOINT)' | sort > variables.txt
artifacts: { files: [made.txt, variables.txt] }
`,
      },
      ['Out'],
      'sub/buildspec.yml',
    );
    expect(contextsOf(row)).toEqual([]);
    expect(world.logOf(row)).toContain('ran');
    expect(world.logOf(row)).toContain('> Found 2 file(s)');
    const { 'made.txt': made, 'variables.txt': text = '' } = filesIn(world, 'out/Out');
    expect(made).toBe('other');
    const variables = Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/s)),
    );
    expect(variables).toMatchObject({
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://localhost:4566',
      CODEBUILD_BUILD_ARN: row.arn,
      CODEBUILD_BUILD_ID: row.id,
      CODEBUILD_BUILD_IMAGE: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      CODEBUILD_BUILD_NUMBER: '1',
      CODEBUILD_BUILD_SUCCEEDING: '1',
      CODEBUILD_INITIATOR: 'codepipeline/main',
      CODEBUILD_LOG_PATH: row.uuid,
      CODEBUILD_RESOLVED_SOURCE_VERSION: '0123456789abcdef0123456789abcdef01234567',
      CODEBUILD_SOURCE_VERSION: 'arn:aws:s3:::artifacts/in.zip',
    });
    const [{ artifacts, phases } = {}] =
      world.call('codebuild', 'BatchGetBuilds', { ids: [row.id] }).builds ?? [];
    expect(artifacts).toMatchObject({
      location: 'arn:aws:s3:::artifacts/out/Out',
      sha256sum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(phases?.find(({ phaseType }) => phaseType === 'BUILD')?.contexts).toEqual([
      { statusCode: '', message: '' },
    ]);
  });

  it('fills several outputs from the secondary artifacts of their names', async () => {
    const { world, row } = await pipelineBuild(
      {
        'buildspec.yml':
          'version: 0.2\nartifacts:\n  secondary-artifacts:\n    One: { files: [a] }\n    Two: { files: ["**/*"], base-directory: d }\n',
        a: 'first',
        'd/e/f': 'second',
      },
      ['One', 'Two'],
    );
    expect(contextsOf(row)).toEqual([]);
    expect(filesIn(world, 'out/One')).toEqual({ a: 'first' });
    expect(filesIn(world, 'out/Two')).toEqual({ 'e/f': 'second' });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'no buildspec',
      { a: '' },
      /^DOWNLOAD_SOURCE YAML_FILE_ERROR: stat .*\/src\/buildspec.yml: no such file/,
    ],
    [
      'a broken buildspec',
      { 'buildspec.yml': 'version: 0.2\nphases:\n  build:\n   commands:\n  - x\n' },
      /YAML_FILE_ERROR: .* at line \d+ \(buildspec.yml\)$/,
    ],
    [
      'artifacts that are not there',
      { 'buildspec.yml': 'version: 0.2\nartifacts: { files: [missing.json] }' },
      /^UPLOAD_ARTIFACTS CLIENT_ERROR: no matching artifact paths found$/,
    ],
    [
      'no artifacts at all',
      { 'buildspec.yml': 'version: 0.2' },
      /^UPLOAD_ARTIFACTS CLIENT_ERROR: no matching artifact paths found: the buildspec has no artifacts for the output artifact Out$/,
    ],
  ])('fails with %s', async (_, files, cause) => {
    const { row } = await pipelineBuild(files);
    expect(row.observed.buildStatus).toBe('FAILED');
    expect(contextsOf(row)).toEqual([expect.stringMatching(cause)]);
  });
});

describe('a build', () => {
  it('acts as its service role', async () => {
    const world = await buildTestWorld();
    const row = await world.build(
      'version: 0.2\nenv: { exported-variables: [KEY] }\nphases: { build: { commands: ["KEY=$AWS_ACCESS_KEY_ID; env"] } }\n',
    );
    expect(world.logOf(row)).toContain('AWS_SECRET_ACCESS_KEY=***');
    expect(world.logOf(row)).toContain('AWS_SESSION_TOKEN=***');
    const value = row.observed.exportedEnvironmentVariables[0]?.value ?? '';
    expect(issuedCredentials(world.context.store, value)?.principalArn).toBe(
      `arn:aws:sts::123456789012:assumed-role/build/AWSCodeBuild-${row.uuid}`,
    );
  });

  it('does not start with a role that is not there or does not trust CodeBuild', async () => {
    const world = await buildTestWorld();
    world.project('alone', { serviceRole: 'arn:aws:iam::123456789012:role/nobody' });
    const row = await world.build('version: 0.2\n');
    expect(contextsOf(row)).toEqual([
      expect.stringMatching(
        /^PROVISIONING ACCESS_DENIED: CodeBuild is not authorized to perform: sts:AssumeRole/,
      ),
    ]);
  });

  it.each([
    { type: 'LINUX_CONTAINER' as const, architecture: 'amd64' },
    { type: 'ARM_CONTAINER' as const, architecture: 'arm64' },
  ])('of $type makes images for $architecture', async ({ type, architecture }) => {
    const world = await buildTestWorld();
    world.project('alone', { environment: { ...buildImage, type } });
    const row = await world.build(
      'version: 0.2\nphases: { build: { commands: ["echo for $NEARGATE_BUILD_ARCHITECTURE"] } }\n',
    );
    expect(world.logOf(row)).toContain(`for ${architecture}`);
  });

  it('of Windows is not run', async () => {
    const world = await buildTestWorld();
    world.project('alone', {
      environment: {
        ...buildImage,
        type: 'WINDOWS_SERVER_2022_CONTAINER',
        computeType: 'BUILD_GENERAL1_MEDIUM',
      },
    });
    const row = await world.build('version: 0.2\nphases: { build: { commands: ["echo ran"] } }\n');
    expect(row.observed.buildStatus).toBe('FAILED');
    expect(contextsOf(row)).toEqual([
      'PROVISIONING CLIENT_ERROR: Neargate runs no builds of the environment type WINDOWS_SERVER_2022_CONTAINER. Use LINUX_CONTAINER or ARM_CONTAINER for local runs.',
    ]);
  });

  it('shows no secret', async () => {
    const world = await buildTestWorld();
    world.call('ssm', 'PutParameter', { Name: '/app/password', Value: 'hunter-22', Type: 'SecureString' });
    world.call('secretsmanager', 'CreateSecret', { Name: 'app', SecretString: '{"key":"k-123456"}' });
    const row = await world.build(
      `version: 0.2
env:
  parameter-store: { PASSWORD: /app/password }
  exported-variables: [TOKEN, SHOWN]
phases:
  build:
    commands:
      - echo "password $PASSWORD, key $KEY, token $TOKEN"
      - test "$PASSWORD" = hunter-22 && test "$KEY" = k-123456 && test "$SHOWN" = override
`,
      {
        environmentVariablesOverride: [
          { name: 'KEY', value: 'app:key', type: 'SECRETS_MANAGER' },
          { name: 'TOKEN', value: '/app/password', type: 'PARAMETER_STORE' },
          { name: 'SHOWN', value: 'override', type: 'PLAINTEXT' },
        ],
      },
    );
    expect(contextsOf(row)).toEqual([]);
    expect(world.logOf(row)).toContain('password ***, key ***, token ***');
    expect(world.logOf(row).join('\n')).not.toMatch(/hunter|123456[^7]/);
    expect(row.observed.exportedEnvironmentVariables).toEqual([{ name: 'SHOWN', value: 'override' }]);
  });

  it('finds parameters and secrets whose names have variables in them', async () => {
    const world = await buildTestWorld();
    world.call('ssm', 'PutParameter', { Name: '/dev/web/uri', Value: 'uri-1234', Type: 'String' });
    world.call('secretsmanager', 'CreateSecret', { Name: 'dev/key', SecretString: 'key-1234' });
    const row = await world.build(
      `version: 0.2
env:
  variables: { SERVICE: web }
  parameter-store: { URI: "/\${STAGE}/$SERVICE/uri" }
  secrets-manager: { KEY: "$STAGE/key" }
phases:
  build:
    commands:
      - test "$URI" = uri-1234 && test "$KEY" = key-1234
`,
      { environmentVariablesOverride: [{ name: 'STAGE', value: 'dev', type: 'PLAINTEXT' }] },
    );
    expect(contextsOf(row)).toEqual([]);
  });

  it.each([
    ['parameter-store: { A: /missing }', 'Decrypted Variables Error: parameter does not exist: /missing'],
    [
      'secrets-manager: { A: missing }',
      "Secrets Manager Error: ResourceNotFoundException: Secrets Manager can't find the specified secret. (missing)",
    ],
  ])('fails where %s is not there', async (env, cause) => {
    const world = await buildTestWorld();
    const row = await world.build(`version: 0.2\nenv:\n  ${env}\n`);
    expect(contextsOf(row)).toEqual([`DOWNLOAD_SOURCE ${cause}`]);
  });

  it('clones what CodeCommit has from the local one', async () => {
    const world = await buildTestWorld();
    const row = await world.build(
      'version: 0.2\nphases: { build: { commands: ["git ls-remote --get-url https://git-codecommit.us-east-1.amazonaws.com/v1/repos/x"] } }\n',
    );
    expect(world.logOf(row)).toContain('http://localhost:4566/v1/repos/x');
  });

  it('says which runtimes it finds', async () => {
    const world = await buildTestWorld();
    const ask = (name: string) =>
      `version: 0.2\nphases: { install: { runtime-versions: { ${name}: 20 } } }\n`;
    const found = await world.build(ask('nodejs'));
    expect(contextsOf(found)).toEqual([]);
    expect(world.logOf(found)).toContain(
      "> Selecting 'nodejs' runtime version '20' based on manual selections...",
    );
    expect(world.logOf(found)).toContain(`> Neargate uses this machine's nodejs: ${process.version}`);
    expect(contextsOf(await world.build(ask('cobol')))).toEqual([
      expect.stringMatching(
        /^DOWNLOAD_SOURCE YAML_FILE_ERROR: Unknown runtime named 'cobol'. This build image has/,
      ),
    ]);
  });

  it('of version 0.1 has a shell for each command', async () => {
    const world = await buildTestWorld();
    const row = await world.build(
      'version: 0.1\nphases: { build: { commands: [cd / && A=1, "pwd; echo [$A]"] } }\n',
    );
    expect(world.logOf(row)).toContain('[]');
    expect(world.logOf(row)).toContain(`${world.root}/builds/${row.uuid}/src`);
  });

  it('takes a ZIP file or a folder from S3 and puts its artifacts there', async () => {
    const world = await buildTestWorld();
    const buildspec = `version: 0.2
phases: { build: { commands: [cat given] } }
artifacts: { files: [given], name: "out-$(echo 1)" }
`;
    bucketWith(world, {
      'src.zip': await zipOf({ given: 'zipped' }),
      'folder/given': Buffer.from('foldered'),
    });
    world.project('s3', {
      source: { type: 'S3', location: 'artifacts/src.zip', buildspec },
      artifacts: {
        type: 'S3',
        location: 'artifacts',
        path: 'p',
        packaging: 'ZIP',
        overrideArtifactName: true,
      },
      logsConfig: {
        cloudWatchLogs: { status: 'DISABLED' },
        s3Logs: { status: 'ENABLED', location: 'artifacts/logs' },
      },
    });
    const first = await world.ended(world.start('s3').id);
    expect(contextsOf(first)).toEqual([]);
    expect(filesIn(world, 'p/out-1')).toEqual({ given: 'zipped' });
    expect(first.observed.logs).toBeUndefined();
    const { Body = new Uint8Array(0) } = world.call('s3', 'GetObject', {
      Bucket: 'artifacts',
      Key: `logs/${first.uuid}.gz`,
    });
    expect(gunzipSync(Body).toString('utf8')).toContain('\nzipped\n');

    const second = await world.ended(
      world.start('s3', {
        sourceLocationOverride: 'artifacts/folder/',
        artifactsOverride: { type: 'S3', location: 'artifacts', namespaceType: 'BUILD_ID' },
      }).id,
    );
    expect(contextsOf(second)).toEqual([]);
    expect(second.observed.artifacts?.location).toBe(`arn:aws:s3:::artifacts/${second.uuid}/s3`);
    const plain = world.call('s3', 'GetObject', { Bucket: 'artifacts', Key: `${second.uuid}/s3/given` });
    expect(Buffer.from(plain.Body ?? []).toString('utf8')).toBe('foldered');

    const missing = await world.ended(world.start('s3', { sourceLocationOverride: 'artifacts/none.zip' }).id);
    expect(contextsOf(missing)).toEqual([
      'DOWNLOAD_SOURCE CLIENT_ERROR: error while downloading key none.zip, error: NoSuchKey: The specified key does not exist.',
    ]);
    const github = await world.ended(
      world.start('s3', { sourceTypeOverride: 'GITHUB', sourceLocationOverride: 'https://github.com/o/r' })
        .id,
    );
    expect(contextsOf(github)).toEqual([
      expect.stringMatching(/CLIENT_ERROR: Neargate does not download sources of type GITHUB/),
    ]);
  });

  it('keeps the paths of its cache until it is invalidated', async () => {
    const world = await buildTestWorld();
    world.project('alone', { cache: { type: 'LOCAL', modes: ['LOCAL_CUSTOM_CACHE'] } });
    const buildspec = `version: 0.2
phases: { build: { commands: [mkdir -p kept, echo x >> kept/runs, wc -l < kept/runs] } }
cache: { paths: [kept/**/*] }
`;
    const runs = async () => {
      const row = await world.build(buildspec);
      return world
        .logOf(row)
        .findLast((line) => /^\s*\d+$/.test(line))
        ?.trim();
    };
    expect([await runs(), await runs()]).toEqual(['1', '2']);
    await world.build(buildspec.replace('mkdir', '"false", mkdir'));
    expect(await runs()).toBe('3');
    await world.clock.advance(1000);
    world.call('codebuild', 'InvalidateProjectCache', { projectName: 'alone' });
    expect(await runs()).toBe('1');
  });

  it('stores the reports of its tests', async () => {
    const world = await buildTestWorld();
    const row = await world.build(`version: 0.2
phases:
  build:
    commands:
      - mkdir reports
      - |
        cat > reports/unit.xml <<'XML'
        <testsuites><testsuite name="api"><testcase classname="users" name="creates" time="0.25"/>
        <testcase name="deletes" time="0.5"><failure message="expected 204">trace</failure></testcase>
        <testcase name="later"><skipped/></testcase></testsuite></testsuites>
        XML
      - echo cover > reports/cover.xml
reports:
  unit: { files: [unit.xml], base-directory: reports }
  cover: { files: [cover.xml], base-directory: reports, file-format: CLOVERXML }
  none: { files: [nothing.xml] }
`);
    expect(contextsOf(row)).toEqual([]);
    const arns = [...row.observed.reportArns];
    expect(arns).toEqual([
      expect.stringMatching(/:report\/alone-unit:/),
      expect.stringMatching(/:report\/alone-cover:/),
    ]);
    expect(world.call('codebuild', 'BatchGetReports', { reportArns: arns }).reports).toMatchObject([
      {
        status: 'FAILED',
        type: 'TEST',
        testSummary: {
          total: 3,
          durationInNanoSeconds: 750_000_000,
          statusCounts: { SUCCEEDED: 1, FAILED: 1, SKIPPED: 1 },
        },
      },
      { status: 'INCOMPLETE', type: 'CODE_COVERAGE' },
    ]);
    const [reportArn = ''] = arns;
    expect(
      world.call('codebuild', 'DescribeTestCases', { reportArn, filter: { status: 'FAILED' } }).testCases,
    ).toEqual([
      {
        reportArn,
        testRawDataPath: 'unit.xml',
        prefix: 'api',
        name: 'deletes',
        status: 'FAILED',
        durationInNanoSeconds: 500_000_000,
        message: 'expected 204',
      },
    ]);
    expect(world.call('codebuild', 'ListReports', {}).reports).toEqual(arns.toReversed());
    expect(world.logOf(row)).toContain(
      '> No files were found for the report none: no matching artifact paths found',
    );
  });
});

describe.each(['user-service', 'product-service'])('the buildspec of the %s', (service) => {
  it('builds, tests, pushes and hands on its image', async ({ skip }) => {
    const listed = execFileSync('git', ['ls-files', '-z', service], { cwd: repository, encoding: 'utf8' });
    const names = listed
      .split('\0')
      .filter((name) => name !== '' && !name.includes('/src/') && !name.includes('/test/'));
    if (names.length === 0) skip('the service is not in this repository');
    const world = await buildTestWorld();
    // npm itself would take its time: what the build asks of it is what matters here.
    const bin = path.join(world.root, 'bin');
    mkdirSync(bin);
    for (const name of ['aws', 'docker', 'npm']) {
      writeFileSync(
        path.join(bin, name),
        `#!/bin/sh\necho "${name} $*"\nif [ ! -t 0 ]; then cat > /dev/null; fi\n`,
      );
      chmodSync(path.join(bin, name), 0o755);
    }
    const files = Object.fromEntries(
      names.map((name) => [name, readFileSync(path.join(repository, name), 'utf8')]),
    );
    bucketWith(world, { 'in.zip': await zipOf(files) });
    world.project(service, {
      source: { type: 'CODEPIPELINE', buildspec: `${service}/buildspec.yml` },
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        ...buildImage,
        privilegedMode: true,
        environmentVariables: [
          { name: 'REPOSITORY_URI', value: `localhost:4566/${service}` },
          { name: 'CONTAINER_NAME', value: service },
        ],
      },
    });
    const { id } = world.start(service, {
      resolvedSourceVersion: '0123456789abcdef0123456789abcdef01234567',
      pipelineInput: {
        primary: 'Source',
        artifacts: [{ name: 'Source', bucket: 'artifacts', key: 'in.zip' }],
      },
      pipelineOutput: [{ name: service, bucket: 'artifacts', key: 'out' }],
    });
    const row: BuildRow = await world.ended(id);
    expect(contextsOf(row)).toEqual([]);
    const image = `localhost:4566/${service}:0123456789ab`;
    expect(JSON.parse(filesIn(world, 'out')['imagedefinitions.json'] ?? '')).toEqual([
      { name: service, imageUri: image },
    ]);
    const lines = world.logOf(row);
    for (const line of [
      'docker login --username AWS --password-stdin localhost:4566',
      `docker build --tag ${image} --tag localhost:4566/${service}:latest .`,
      `docker push ${image}`,
    ])
      expect(lines).toContain(line);
    await expect.poll(() => readdirSync(world.environment.buildDirectory)).toEqual([]);
  });
});
