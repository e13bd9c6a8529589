import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly [other: string]: unknown;
}

/** Logins as docker keeps them: `config.json` in DOCKER_CONFIG or in `.docker` of HOME. */
export function credentialsOf(registry: string, environment: NodeJS.ProcessEnv): string | undefined {
  const { auths = {} } = readConfig(configFile(environment));
  return (auths[registry] ?? auths[`https://${registry}`] ?? auths[`http://${registry}`])?.auth;
}

/** The registries that somebody has logged in to. */
export function loggedIn(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(readConfig(configFile(environment)).auths ?? {});
}

export function storeCredentials(
  registry: string,
  auth: string | undefined,
  environment: NodeJS.ProcessEnv,
): void {
  const file = configFile(environment);
  const config = readConfig(file);
  const auths = { ...config.auths };
  if (auth === undefined) delete auths[registry];
  else auths[registry] = { auth };
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify({ ...config, auths }, undefined, '\t'), { mode: 0o600 });
  renameSync(temporary, file);
}

export function configFile(environment: NodeJS.ProcessEnv): string {
  const folder = environment['DOCKER_CONFIG'] ?? path.join(environment['HOME'] ?? homedir(), '.docker');
  return path.join(folder, 'config.json');
}

function readConfig(file: string): DockerConfig {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DockerConfig;
  } catch {
    return {};
  }
}
