import { LineCounter, type Node, parseDocument, type YAMLParseError } from 'yaml';
import {
  type ArtifactSpec,
  type Buildspec,
  BuildspecError,
  type PhaseSpec,
  type ReportFormat,
  reportFormats,
  type ReportSpec,
  userPhases,
  type UserPhase,
} from './buildspec.ts';
import { parseOnFailure } from './on-failure.ts';
import { type Section, sectionReader, type SectionReader } from './yaml-section.ts';

/**
 * Reads a buildspec. Aliases are followed.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 * @throws BuildspecError when it is not YAML, or says what CodeBuild or Neargate does not do
 */
export function parseBuildspec(text: string): Buildspec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new BuildspecError(yamlMessage(error, lines));
  const reader = sectionReader(document, lines);
  const root = reader.section('buildspec', document.contents, 1);
  reader.expect(root, [
    'version',
    'run-as',
    'env',
    'proxy',
    'batch',
    'phases',
    'reports',
    'artifacts',
    'cache',
  ]);
  const part = (key: string) => partOf(root, key);

  const batch = part('batch');
  if (batch.value !== undefined) {
    throw new BuildspecError(
      `Neargate does not run batch builds: remove batch at line ${batch.line}, or start a build for each of its entries`,
    );
  }
  const artifacts = artifactsOf(reader, part('artifacts'));
  const runAs = reader.text('run-as', part('run-as').value, part('run-as').line);
  return {
    version: versionOf(reader, part('version')),
    ...environmentOf(reader, part('env')),
    ...(runAs === undefined ? {} : { runAs }),
    phases: phasesOf(reader, part('phases')),
    ...artifacts,
    reports: reportsOf(reader, part('reports')),
    cachePaths: cachePathsOf(reader, part('cache')),
    warnings: reader.unknown,
  };
}

interface Part {
  readonly value: Node | null | undefined;
  readonly line: number;
}

function partOf(section: Section, key: string): Part {
  const entry = section.entries.find((candidate) => candidate.key === key);
  return { value: entry?.value, line: entry?.line ?? section.line };
}

function yamlMessage(error: YAMLParseError, lines: LineCounter): string {
  const { line } = lines.linePos(error.pos[0]);
  const cause = error.message.split('\n')[0] ?? '';
  return `${cause.replace(/ at line \d+, column \d+:?$/, '')} at line ${line}`;
}

function versionOf(reader: SectionReader, { value, line }: Part): Buildspec['version'] {
  const text = reader.text('version', value, line);
  if (text === '0.1' || text === '0.2') return text;
  if (text === undefined)
    throw new BuildspecError('version is missing: add the line "version: 0.2" to the buildspec');
  throw new BuildspecError(`Unknown buildspec version: ${text}. Expecting: 0.1,0.2 at line ${line}`);
}

function environmentOf(reader: SectionReader, { value, line }: Part) {
  const section = reader.section('env', value, line);
  reader.expect(section, [
    'shell',
    'variables',
    'parameter-store',
    'secrets-manager',
    'exported-variables',
    'git-credential-helper',
  ]);
  const part = (key: string) => partOf(section, key);
  const texts = (key: string) => reader.texts(key, part(key).value, part(key).line);
  const exported = part('exported-variables');
  const helper = part('git-credential-helper');
  return {
    shell: shellOf(reader, part('shell')),
    variables: texts('variables'),
    parameterStore: texts('parameter-store'),
    secretsManager: texts('secrets-manager'),
    exportedVariables: reader
      .list('exported-variables', exported.value, exported.line)
      .map(({ text }) => text),
    gitCredentialHelper: reader.flag('git-credential-helper', helper.value, helper.line, false),
  };
}

function shellOf(reader: SectionReader, { value, line }: Part): Buildspec['shell'] {
  const text = reader.text('shell', value, line);
  if (text === undefined || text === 'sh' || text === '/bin/sh') return 'sh';
  if (text === 'bash' || text === '/bin/bash') return 'bash';
  throw new BuildspecError(`Unsupported shell: ${text}. Expecting: /bin/sh,bash at line ${line}`);
}

const phaseNames: Readonly<Record<string, UserPhase>> = {
  install: 'INSTALL',
  pre_build: 'PRE_BUILD',
  build: 'BUILD',
  post_build: 'POST_BUILD',
};

function phasesOf(reader: SectionReader, { value, line }: Part): Buildspec['phases'] {
  const section = reader.section('phases', value, line);
  const phases: Partial<Record<UserPhase, PhaseSpec>> = {};
  for (const entry of section.entries) {
    const phase = phaseNames[entry.key];
    if (phase === undefined) {
      throw new BuildspecError(
        `Invalid buildspec phase name: ${entry.key.toUpperCase()}. Expecting: ${userPhases.toSorted().join(',')} at line ${entry.line}`,
      );
    }
    phases[phase] = phaseOf(reader, entry.key, { value: entry.value, line: entry.line });
  }
  return phases;
}

function phaseOf(reader: SectionReader, name: string, { value, line }: Part): PhaseSpec {
  const section = reader.section(name, value, line);
  reader.expect(section, [
    'run-as',
    'on-failure',
    'commands',
    'finally',
    ...(name === 'install' ? ['runtime-versions'] : []),
  ]);
  const part = (key: string) => partOf(section, key);
  const commands = (key: string, label: string) => reader.list(label, part(key).value, part(key).line);
  const runAs = reader.text('run-as', part('run-as').value, part('run-as').line);
  const onFailure = part('on-failure');
  return {
    ...(runAs === undefined ? {} : { runAs }),
    onFailure: parseOnFailure(reader.text('on-failure', onFailure.value, onFailure.line), onFailure.line),
    runtimeVersions: reader.texts(
      'runtime-versions',
      part('runtime-versions').value,
      part('runtime-versions').line,
    ),
    commands: commands('commands', 'Commands'),
    finally: commands('finally', 'Finally'),
  };
}

const artifactKeys = [
  'files',
  'name',
  'discard-paths',
  'base-directory',
  'exclude-paths',
  'enable-symlinks',
  's3-prefix',
  'type',
];

function artifactsOf(
  reader: SectionReader,
  { value, line }: Part,
): Pick<Buildspec, 'artifacts' | 'secondaryArtifacts'> {
  const section = reader.section('artifacts', value, line);
  if (section.entries.length === 0) return { secondaryArtifacts: {} };
  reader.expect(section, [...artifactKeys, 'secondary-artifacts']);
  const secondary = partOf(section, 'secondary-artifacts');
  const entries = reader.section('secondary-artifacts', secondary.value, secondary.line).entries;
  // Where all outputs are secondary ones, nothing is asked of the primary.
  const isPrimaryGiven = entries.length === 0 || section.entries.some(({ key }) => key === 'files');
  return {
    ...(isPrimaryGiven ? { artifacts: artifactOf(reader, section) } : {}),
    secondaryArtifacts: Object.fromEntries(
      entries.map((entry) => {
        const own = reader.section(entry.key, entry.value, entry.line);
        reader.expect(own, artifactKeys);
        return [entry.key, artifactOf(reader, own)];
      }),
    ),
  };
}

function artifactOf(reader: SectionReader, section: Section): ArtifactSpec {
  const part = (key: string) => partOf(section, key);
  const text = (key: string) => reader.text(key, part(key).value, part(key).line);
  const flag = (key: string) => reader.flag(key, part(key).value, part(key).line, false);
  const list = (key: string) => reader.list(key, part(key).value, part(key).line).map((item) => item.text);
  const files = list('files');
  if (files.length === 0)
    throw new BuildspecError(`files is required in ${section.name} at line ${section.line}`);
  const [name, baseDirectory, s3Prefix] = [text('name'), text('base-directory'), text('s3-prefix')];
  return {
    files,
    ...(name === undefined ? {} : { name }),
    discardPaths: flag('discard-paths'),
    ...(baseDirectory === undefined ? {} : { baseDirectory }),
    excludePaths: list('exclude-paths'),
    enableSymlinks: flag('enable-symlinks'),
    ...(s3Prefix === undefined ? {} : { s3Prefix }),
  };
}

function reportsOf(reader: SectionReader, { value, line }: Part): readonly ReportSpec[] {
  return reader.section('reports', value, line).entries.map((entry) => {
    const section = reader.section(entry.key, entry.value, entry.line);
    reader.expect(section, ['files', 'base-directory', 'discard-paths', 'file-format']);
    const part = (key: string) => partOf(section, key);
    const baseDirectory = reader.text(
      'base-directory',
      part('base-directory').value,
      part('base-directory').line,
    );
    return {
      group: entry.key,
      files: reader.list('files', part('files').value, part('files').line).map(({ text }) => text),
      format: formatOf(reader, part('file-format')),
      ...(baseDirectory === undefined ? {} : { baseDirectory }),
      discardPaths: reader.flag(
        'discard-paths',
        part('discard-paths').value,
        part('discard-paths').line,
        false,
      ),
    };
  });
}

function formatOf(reader: SectionReader, { value, line }: Part): ReportFormat {
  const text = (reader.text('file-format', value, line) ?? 'JUNITXML').toUpperCase();
  const format = (Object.keys(reportFormats) as ReportFormat[]).find((candidate) => candidate === text);
  if (format !== undefined) return format;
  throw new BuildspecError(
    `Unknown file-format: ${text}. Expecting: ${Object.keys(reportFormats).join(',')} at line ${line}`,
  );
}

function cachePathsOf(reader: SectionReader, { value, line }: Part): readonly string[] {
  const section = reader.section('cache', value, line);
  reader.expect(section, ['paths', 'key', 'fallback-keys', 'action']);
  const paths = partOf(section, 'paths');
  return reader.list('paths', paths.value, paths.line).map(({ text }) => text);
}
