import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBuildspec } from './parse-buildspec.ts';
import { parseSecretsManagerReference } from './secret-reference.ts';

const repository = path.resolve(import.meta.dirname, '../../../../..');

describe('a buildspec', () => {
  it('is read whole', () => {
    const spec = parseBuildspec(`
version: 0.2
run-as: builder
env:
  shell: bash
  variables: { PORT: 3001, RATE: 0.10, NAME: "a b" }
  parameter-store: { PASSWORD: /app/password }
  secrets-manager: { KEY: "app:key:AWSCURRENT" }
  exported-variables: [TAG]
  git-credential-helper: yes
phases:
  install:
    runtime-versions: { nodejs: 20 }
  pre_build:
    on-failure: ABORT
    commands: echo alone
    finally: [echo last]
  build:
    on-failure: RETRY-2-timed? out
    commands:
      - echo one
      - |
        echo two
        echo three
      - [echo four, true]
reports:
  unit: { files: ['**/*'], base-directory: reports, file-format: JunitXml }
artifacts:
  files: ['**/*']
  discard-paths: yes
  base-directory: my-build*
  exclude-paths: [node_modules/**/*]
  name: out-$(date +%F)
  secondary-artifacts:
    extra: { files: [a, b] }
cache:
  paths: [node_modules/**/*]
`);
    expect(spec).toMatchObject({
      version: '0.2',
      runAs: 'builder',
      shell: 'bash',
      variables: { PORT: '3001', RATE: '0.10', NAME: 'a b' },
      parameterStore: { PASSWORD: '/app/password' },
      secretsManager: { KEY: 'app:key:AWSCURRENT' },
      exportedVariables: ['TAG'],
      gitCredentialHelper: true,
      reports: [{ group: 'unit', files: ['**/*'], baseDirectory: 'reports', format: 'JUNITXML' }],
      artifacts: {
        files: ['**/*'],
        discardPaths: true,
        baseDirectory: 'my-build*',
        excludePaths: ['node_modules/**/*'],
        name: 'out-$(date +%F)',
      },
      secondaryArtifacts: { extra: { files: ['a', 'b'], discardPaths: false } },
      cachePaths: ['node_modules/**/*'],
      warnings: [],
    });
    expect(spec.phases.INSTALL).toMatchObject({ runtimeVersions: { nodejs: '20' }, commands: [] });
    expect(spec.phases.PRE_BUILD).toMatchObject({
      onFailure: { kind: 'abort' },
      commands: [{ text: 'echo alone' }],
      finally: [{ text: 'echo last' }],
    });
    expect(spec.phases.BUILD).toMatchObject({
      onFailure: { kind: 'retry', limit: 2, pattern: 'timed? out' },
      commands: [
        { text: 'echo one', line: 21 },
        { text: 'echo two\necho three\n', line: 22 },
        { text: 'echo four' },
        { text: 'true' },
      ],
    });
    expect(spec.phases.POST_BUILD).toBeUndefined();
  });

  it('may repeat parts of itself', () => {
    const spec = parseBuildspec(
      'version: 0.2\nphases:\n  pre_build: &p\n    commands: [&c echo hello]\n  build: *p\n  post_build:\n    commands: [*c]\n',
    );
    expect(spec.phases.BUILD?.commands.map(({ text }) => text)).toEqual(['echo hello']);
    expect(spec.phases.POST_BUILD?.commands.map(({ text }) => text)).toEqual(['echo hello']);
  });

  it('says which keys mean nothing', () => {
    const { warnings } = parseBuildspec(
      'version: 0.2\nphases:\n  build:\n    command: [x]\n    commands: [y]\nartifacts:\n  files: x\n  kind: zip\n',
    );
    expect(warnings).toEqual([
      { section: 'artifacts', keys: ['kind'] },
      { section: 'build', keys: ['command'] },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['no version', 'phases: {}', /version is missing/],
    ['an unknown version', 'version: 0.3', /Unknown buildspec version: 0.3. Expecting: 0.1,0.2 at line 1/],
    [
      'an unknown phase',
      'version: 0.2\nphases:\n  postbuild:\n    commands: [x]',
      /^Invalid buildspec phase name: POSTBUILD. Expecting: BUILD,INSTALL,POST_BUILD,PRE_BUILD at line 3$/,
    ],
    [
      'a command that YAML reads as a mapping',
      'version: 0.2\nphases:\n  build:\n    commands:\n      - echo ok\n      - echo result: yes',
      /^Expected Commands\[1\] to be of string type: found subkeys instead at line 6, value of the key tag on line 6 might be empty$/,
    ],
    ['broken YAML', 'version: 0.2\nphases:\n  build:\n    commands:\n    - "a\n', /at line \d+$/],
    ['a key twice', 'version: 0.2\nphases: {}\nphases: {}\n', /unique at line 3$/],
    ['tabs', 'version: 0.2\nphases:\n\tbuild:\n', /at line [23]$/],
    [
      'a list where phases are expected',
      'version: 0.2\nphases:\n  - build',
      /phases to be a mapping .* line 3/,
    ],
    [
      'artifacts of nothing',
      'version: 0.2\nartifacts:\n  name: x',
      /files is required in artifacts at line 2/,
    ],
    ['batch', 'version: 0.2\nbatch:\n  build-list: []', /does not run batch builds: remove batch at line 2/],
    [
      'a strange on-failure',
      'version: 0.2\nphases:\n  build:\n    on-failure: STOP',
      /Invalid on-failure: STOP/,
    ],
    ['a strange shell', 'version: 0.2\nenv:\n  shell: fish', /Unsupported shell: fish. .* at line 3/],
    ['a strange report', 'version: 0.2\nreports:\n  a:\n    file-format: TAP', /Unknown file-format: TAP/],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseBuildspec(text)).toThrow(message);
  });

  it.each(['user-service', 'product-service'])(
    'of the %s of the reference system is understood',
    (service) => {
      const spec = parseBuildspec(readFileSync(path.join(repository, service, 'buildspec.yml'), 'utf8'));
      expect(spec.warnings).toEqual([]);
      expect(spec.phases.BUILD?.commands.at(-1)?.text).toMatch(/^docker build /);
      expect(spec.artifacts).toMatchObject({ baseDirectory: service, files: ['imagedefinitions.json'] });
    },
  );
});

it.each([
  ['app', { secretId: 'app' }],
  ['app:key', { secretId: 'app', jsonKey: 'key' }],
  ['app::AWSPREVIOUS', { secretId: 'app', versionStage: 'AWSPREVIOUS' }],
  [
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:app-x:key::id',
    {
      secretId: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:app-x',
      jsonKey: 'key',
      versionId: 'id',
    },
  ],
])('the secret %s', (text, reference) => {
  expect(parseSecretsManagerReference(text)).toEqual(reference);
});
