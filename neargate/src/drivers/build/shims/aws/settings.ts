import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { CliError } from './cli-error.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Options that stand before or after every command. */
export interface GlobalOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly output?: string;
  readonly query?: string;
  readonly paginates: boolean;
  readonly maxItems?: number;
}

export type Profile = Readonly<Record<string, string>>;

/** The file of that kind: from its variable, or in `.aws` of HOME. */
export function settingsFile(kind: 'config' | 'credentials', environment: NodeJS.ProcessEnv): string {
  const variable = kind === 'config' ? 'AWS_CONFIG_FILE' : 'AWS_SHARED_CREDENTIALS_FILE';
  return environment[variable] ?? path.join(environment['HOME'] ?? homedir(), '.aws', kind);
}

/** Sections of such a file by their headers. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html */
export function readSections(file: string): Map<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return sections;
  }
  let current: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[\s*(.+?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) {
      current = sections.get(header) ?? {};
      sections.set(header, current);
      continue;
    }
    const pair = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (pair?.[1] !== undefined) current[pair[1]] = pair[2] ?? '';
  }
  return sections;
}

/** The settings of a profile from both files. @throws CliError 255 for a profile that neither has */
export function readProfile({ profile }: GlobalOptions, environment: NodeJS.ProcessEnv): Profile {
  const name = profile ?? environment['AWS_PROFILE'] ?? environment['AWS_DEFAULT_PROFILE'] ?? 'default';
  const config = readSections(settingsFile('config', environment)).get(sectionOf(name));
  const credentials = readSections(settingsFile('credentials', environment)).get(name);
  // A build has its role's credentials in the environment; a profile that is not set up would fail on AWS as well.
  if (config === undefined && credentials === undefined && name !== 'default')
    throw new CliError(255, `The config profile (${name}) could not be found`);
  return { ...config, ...credentials };
}

export function sectionOf(profile: string): string {
  return profile === 'default' ? 'default' : `profile ${profile}`;
}

/** @throws CliError 253 */
export function regionOf(options: GlobalOptions, environment: NodeJS.ProcessEnv, profile: Profile): string {
  const region =
    options.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? profile['region'];
  if (region !== undefined && region !== '') return region;
  throw new CliError(
    253,
    'You must specify a region. You can also configure your region by running "aws configure".',
  );
}

/** @throws CliError 253 */
export function credentialsOf(
  options: GlobalOptions,
  environment: NodeJS.ProcessEnv,
  profile: Profile,
): Credentials {
  const inEnvironment = {
    id: environment['AWS_ACCESS_KEY_ID'],
    secret: environment['AWS_SECRET_ACCESS_KEY'],
    token: environment['AWS_SESSION_TOKEN'],
  };
  const inProfile = {
    id: profile['aws_access_key_id'],
    secret: profile['aws_secret_access_key'],
    token: profile['aws_session_token'],
  };
  // A profile that is asked for goes before the environment.
  const order = options.profile === undefined ? [inEnvironment, inProfile] : [inProfile, inEnvironment];
  for (const { id, secret, token } of order) {
    if (id === undefined || id === '' || secret === undefined) continue;
    return {
      accessKeyId: id,
      secretAccessKey: secret,
      ...(token === undefined || token === '' ? {} : { sessionToken: token }),
    };
  }
  throw new CliError(
    253,
    'Unable to locate credentials. You can configure credentials by running "aws configure".',
  );
}
