import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installedProgram } from '../installed-program.ts';
import type { ShimSetup } from '../shim-setup.ts';

interface Remembered {
  readonly file: string;
  readonly modifiedMs: number;
  readonly version: string;
}

/**
 * The installed AWS CLI, when it knows AWS_ENDPOINT_URL: an older one would call the real AWS. To ask it takes half a
 * second, so its answer is remembered.
 */
export function installedAws(
  setup: Pick<ShimSetup, 'binDirectory' | 'shimDirectory'>,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const file = installedProgram('aws', environment['PATH'], setup.binDirectory);
  if (file === undefined) return undefined;
  return knowsEndpointUrl(versionOf(file, setup)) ? file : undefined;
}

/** Since 1.29 and 2.13. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function knowsEndpointUrl(version: string): boolean {
  const [, major, minor] = /aws-cli\/(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === '1') return Number(minor) >= 29;
  return major === '2' ? Number(minor) >= 13 : false;
}

/**
 * The arguments with the endpoint of the environment said once more: version 1 sends rds, sqs and some others to their oldest names on
 * AWS unless its own option says otherwise. Endpoints of single services are left to their variables.
 */
export function withEndpoint(args: readonly string[], environment: NodeJS.ProcessEnv): readonly string[] {
  const url = environment['AWS_ENDPOINT_URL'];
  const isSaid =
    args.some((word) => /^--endpoint-url(?:=|$)/.test(word)) ||
    Object.keys(environment).some((name) => name.startsWith('AWS_ENDPOINT_URL_'));
  return url === undefined || isSaid ? args : ['--endpoint-url', url, ...args];
}

function versionOf(file: string, { shimDirectory }: Pick<ShimSetup, 'shimDirectory'>): string {
  const memory = path.join(shimDirectory, 'aws-version.json');
  const modifiedMs = statSync(file).mtimeMs;
  try {
    const known = JSON.parse(readFileSync(memory, 'utf8')) as Remembered;
    if (known.file === file && known.modifiedMs === modifiedMs) return known.version;
  } catch {
    // Not asked before.
  }
  const { stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  const version = `${stdout}${stderr}`.trim();
  const temporary = `${memory}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify({ file, modifiedMs, version } satisfies Remembered));
  renameSync(temporary, memory);
  return version;
}
