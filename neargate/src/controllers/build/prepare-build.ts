import path from 'node:path';
import type { SigningKeyPair } from '../../core/sigv4.ts';
import { hostEnvironment } from '../../drivers/build/host-environment.ts';
import type { CachePlace } from '../../drivers/build/local-cache.ts';
import { configurationVariables } from '../../drivers/git/git-environment.ts';
import { type Buildspec, userPhases } from '../../services/codebuild/buildspec/buildspec.ts';
import { restoreCache } from './build-cache.ts';
import type { BuildLog } from './build-log.ts';
import { machineVariables } from './build-machine.ts';
import type { BuildRecord } from './build-record.ts';
import { dockerLayerCache } from './docker-layer-cache.ts';
import { downloadSource } from './download-source.ts';
import type { BuildEnvironment } from './environment.ts';
import { findBuildspec } from './find-buildspec.ts';
import type { Masking } from './masking.ts';
import { keptSource } from './kept-source.ts';
import { type CommandRunner, commandRunner } from './run-commands.ts';
import { inServiceRole } from './service-role.ts';
import { runtimeLines } from './runtime-versions.ts';
import { standardVariables } from './standard-variables.ts';
import { resolveVariables } from './variables.ts';

/** What a build has once it is provisioned. */
export interface ProvisionedBuild {
  readonly environment: BuildEnvironment;
  readonly scope: string;
  readonly record: BuildRecord;
  readonly log: BuildLog;
  readonly masking: Masking;
  /** Variables with the credentials of the service role's session. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The build's own folder. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** What it has once its sources are there. */
export interface PreparedBuild {
  readonly spec: Buildspec;
  readonly sourceDirectory: string;
  readonly commands: CommandRunner;
  readonly cache: readonly CachePlace[];
  readonly notExportable: readonly string[];
}

/**
 * The work of DOWNLOAD_SOURCE: sources, buildspec, variables, cache.
 * @throws PhaseFailure
 */
export async function prepareBuild(build: ProvisionedBuild): Promise<PreparedBuild> {
  const { record, log, masking, directory } = build;
  const context = inServiceRole(build.environment.contextOf(build.scope), record.row());
  log.say('Phase is DOWNLOAD_SOURCE');
  const source = await downloadSource({
    context,
    unpack: build.environment.unpack,
    kept: keptSource(build),
    row: record.row(),
    credentials: sessionOf(build),
    directory,
    signal: build.signal,
    say: (line) => log.say(line),
  });
  if (source.resolvedVersion !== undefined) record.observe({ resolvedSourceVersion: source.resolvedVersion });
  const row = record.row();
  log.say(`CODEBUILD_SRC_DIR=${source.primary}`);
  const { location, spec } = findBuildspec(context, row, source.primary);
  log.say(`YAML location is ${location}`);
  for (const line of warningLines(spec)) log.say(line);
  log.say('Processing environment variables');
  const variables = resolveVariables(context, row, spec);
  masking.hide(variables.secrets);
  const home = path.join(directory, 'home');
  const environment = {
    ...commandEnvironment(build, home),
    ...variables.values,
    ...standardVariables(row, source),
  };
  for (const line of await runtimeLines(spec, environment)) log.say(line);
  log.say(`Moving to directory ${source.primary}`);
  const cache = restoreCache(build, spec, { sourceDirectory: source.primary, home });
  log.say('Registering with agent');
  for (const line of phaseLines(spec)) log.say(line);
  const commands = commandRunner({
    spec,
    sourceDirectory: source.primary,
    environment,
    directory: path.join(directory, 'tmp', 'shell'),
    buildId: row.id,
    log,
    onStart: ({ pid, startTime }) => record.observe({ process: { pid, startTime } }),
  });
  return {
    spec,
    sourceDirectory: source.primary,
    cache,
    notExportable: variables.notExportable,
    commands,
  };
}

function sessionOf({ credentials }: ProvisionedBuild): SigningKeyPair {
  return {
    accessKeyId: credentials['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: credentials['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: credentials['AWS_SESSION_TOKEN'],
  };
}

/** The machine's part of the environment, the shims' and the service role's. */
function commandEnvironment(build: ProvisionedBuild, home: string): Readonly<Record<string, string>> {
  const { environment, scope, record, credentials, directory } = build;
  const { gatewayUrl, caller } = environment.contextOf(scope);
  const shims = environment.shims();
  return {
    ...hostEnvironment({
      binDirectories: shims.binDirectories,
      home,
      temporaryDirectory: path.join(directory, 'tmp'),
      npmCache: path.join(environment.cacheDirectory, 'npm'),
      inherited: environment.inherited,
    }),
    // What commands clone from CodeCommit comes from the local one.
    ...configurationVariables([
      [`url.${gatewayUrl}/.insteadOf`, `https://git-codecommit.${caller.region}.amazonaws.com/`],
    ]),
    AWS_ENDPOINT_URL: gatewayUrl,
    ...shims.environment,
    ...dockerLayerCache(build),
    ...machineVariables(record.row().settings.environment),
    ...credentials,
  };
}

function phaseLines(spec: Buildspec): readonly string[] {
  const phases = userPhases.flatMap((name) => {
    const phase = spec.phases[name];
    return phase === undefined ? [] : [{ name, phase }];
  });
  // A build image has users of its own; this machine's are none of the build's business.
  const users = new Set([spec.runAs, ...phases.map(({ phase }) => phase.runAs)]);
  return [
    `Phases found in YAML: ${phases.length}`,
    ...phases.map(({ name, phase }) => ` ${name}: ${phase.commands.length} commands`),
    ...[...users].flatMap((user) =>
      user === undefined
        ? []
        : [`run-as ${user} is not followed: Neargate runs commands as the user it runs as.`],
    ),
  ];
}

function warningLines({ warnings }: Buildspec): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    'Found possible syntax errors in buildspec:',
    ...warnings.flatMap(({ section, keys }) => [
      `In the section ${section}`,
      '\tThe following keys cannot be identified:',
      ...keys.map((key) => `\t\t${key}`),
    ]),
  ];
}
