import path from 'node:path';
import type { TimingProfile } from '../core/timing.ts';
import { UserError } from '../core/user-error.ts';
import { readSecuritySettings, type SecuritySettings } from './security-settings.ts';

/** What the environment says about how Neargate runs. Read once, at the edge. */
export interface Settings {
  /** Where everything that outlives the process is kept. */
  readonly stateDirectory: string;
  /** Where the gateway listens; loopback unless told otherwise. */
  readonly host: string;
  readonly gatewayPort: number;
  readonly timing: TimingProfile;
  readonly accountId: string;
  readonly region: string;
  readonly security: SecuritySettings;
  /** The file with the keys of OpenID Connect providers. */
  readonly oidcKeysFile: string | undefined;
  /** Whether whoever reaches the gateway may empty all state: for API test suites only. */
  readonly allowsTestReset: boolean;
  /** Local git directories that stand for repositories behind connections, by repository id or connection ARN. */
  readonly connections: ReadonlyMap<string, string>;
}

export const defaultGatewayPort = 4566;
const defaultAccountId = '123456789012';

/**
 * Reads NEARGATE_STATE, NEARGATE_HOST, NEARGATE_PORT, NEARGATE_TIMING, NEARGATE_ACCOUNT, NEARGATE_CONNECTIONS,
 * NEARGATE_OIDC_KEYS and AWS_REGION, and what `readSecuritySettings` reads.
 * @throws UserError naming the variable and what it accepts.
 */
export function readSettings(environment: NodeJS.ProcessEnv, workingDirectory: string): Settings {
  return {
    stateDirectory: path.resolve(workingDirectory, environment['NEARGATE_STATE'] ?? '.neargate'),
    host: environment['NEARGATE_HOST'] ?? '127.0.0.1',
    gatewayPort: portOf(environment['NEARGATE_PORT']),
    timing: timingOf(environment['NEARGATE_TIMING']),
    accountId: accountOf(environment['NEARGATE_ACCOUNT']),
    region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    security: readSecuritySettings(environment),
    oidcKeysFile: fileOf(environment['NEARGATE_OIDC_KEYS'], workingDirectory),
    allowsTestReset: environment['NEARGATE_TEST_RESET'] === '1',
    connections: connectionsOf(environment['NEARGATE_CONNECTIONS'], workingDirectory),
  };
}

function fileOf(text: string | undefined, workingDirectory: string): string | undefined {
  return text === undefined || text === '' ? undefined : path.resolve(workingDirectory, text);
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultGatewayPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UserError(`NEARGATE_PORT is "${text}", which is not a port.`, {
    remedy: 'Set it to a number from 1 to 65535, or 0 for any free port.',
  });
}

function timingOf(text: string | undefined): TimingProfile {
  switch (text) {
    case undefined:
    case '':
    case 'fast':
      return 'fast';
    case 'aws':
    case 'instant':
      return text;
    default:
      throw new UserError(`NEARGATE_TIMING is "${text}".`, { remedy: 'Set it to aws, fast or instant.' });
  }
}

function accountOf(text: string | undefined): string {
  if (text === undefined || text === '') return defaultAccountId;
  if (/^\d{12}$/.test(text)) return text;
  throw new UserError(`NEARGATE_ACCOUNT is "${text}".`, { remedy: 'Set it to 12 digits.' });
}

/** `owner/repository=directory`, or a connection's ARN before the equals sign, with semicolons between. */
function connectionsOf(text: string | undefined, workingDirectory: string): ReadonlyMap<string, string> {
  const directories = new Map<string, string>();
  for (const entry of (text ?? '').split(';')) {
    if (entry.trim() === '') continue;
    const equals = entry.indexOf('=');
    const name = entry.slice(0, Math.max(0, equals)).trim();
    const directory = entry.slice(equals + 1).trim();
    if (name === '' || directory === '')
      throw new UserError(`NEARGATE_CONNECTIONS has the entry "${entry.trim()}".`, {
        remedy: 'Write each as owner/repository=directory, with semicolons between.',
      });
    directories.set(name, path.resolve(workingDirectory, directory));
  }
  return directories;
}
