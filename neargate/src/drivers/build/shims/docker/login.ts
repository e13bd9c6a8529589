import { readFileSync } from 'node:fs';
import { UserError } from '../../../../core/user-error.ts';
import { configFile, storeCredentials } from './credentials.ts';
import { type DockerEnvironment, isServedHere } from './environment.ts';
import { parseOptions, UsageError } from './options.ts';
import { registryClient } from './registry-client.ts';

/** `docker login`. https://docs.docker.com/reference/cli/docker/login/ */
export async function login(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const options = parseOptions(args, {
    username: { short: 'u', takes: 'value' },
    password: { short: 'p', takes: 'value' },
    'password-stdin': { takes: 'flag' },
    // What `aws ecr get-login` of the first CLI prints.
    email: { short: 'e', takes: 'value' },
  });
  const { setup, variables, print, tell } = environment;
  const registry = registryOf(options.positionals[0]);
  const username = options.value('username');
  const usesStdin = options.flag('password-stdin');
  if (usesStdin && options.value('password') !== undefined)
    throw new UsageError('--password and --password-stdin are mutually exclusive');
  if (usesStdin && username === undefined)
    throw new UsageError('Must provide --username with --password-stdin');
  const password = usesStdin
    ? readFileSync(0, 'utf8').replace(/\r?\n$/, '')
    : (options.value('password') ?? '');
  if (username === undefined || (password === '' && !usesStdin))
    throw new UserError('Error: Cannot perform an interactive login from a non TTY device');
  if (password === '') throw new UserError('password is empty');
  if (!usesStdin) tell('WARNING! Using --password via the CLI is insecure. Use --password-stdin.');
  if (!isServedHere(setup, registry)) {
    // Public buildspecs log in to Docker Hub before they build; it must not end them.
    tell(`Neargate's docker does not talk to ${registry}: the credentials are neither checked nor kept.`);
    return 0;
  }
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const client = registryClient(setup.gatewayUrl, registry, auth);
  try {
    await client.ping();
  } finally {
    client.close();
  }
  storeCredentials(registry, auth, variables);
  tell(`WARNING! Your credentials are stored unencrypted in '${configFile(variables)}'.`);
  print('Login Succeeded');
  return 0;
}

/** `docker logout`. https://docs.docker.com/reference/cli/docker/logout/ */
export async function logout(args: readonly string[], environment: DockerEnvironment): Promise<number> {
  const { positionals } = parseOptions(args, {});
  const registry = registryOf(positionals[0]);
  storeCredentials(registry, undefined, environment.variables);
  environment.print(`Removing login credentials for ${registry}`);
  return 0;
}

function registryOf(text: string | undefined): string {
  return (text ?? 'docker.io').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}
