/** The shells whose syntax `neargate env` writes. */
export const shells = ['bash', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The root user's key, which the server reads from the same variables; or one that stands for another account. */
export function accessKeyOf(environment: NodeJS.ProcessEnv, accountId?: string): AccessKey {
  return {
    // The gateway takes twelve digits as the account that a client means.
    accessKeyId: accountId ?? environment['NEARGATE_ROOT_ACCESS_KEY_ID'] ?? 'neargate',
    secretAccessKey: environment['NEARGATE_ROOT_SECRET_ACCESS_KEY'] ?? 'neargate',
  };
}

/** What points AWS's clients at a running Neargate. `undefined` unsets: what stood there before would send them elsewhere. */
export function clientEnvironment(of: {
  readonly url: string;
  readonly accessKey: AccessKey;
  readonly region: string;
}): Readonly<Record<string, string | undefined>> {
  return {
    AWS_ENDPOINT_URL: of.url,
    AWS_REGION: of.region,
    AWS_DEFAULT_REGION: of.region,
    AWS_ACCESS_KEY_ID: of.accessKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: of.accessKey.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The commands that set and unset the variables, one a line. */
export function shellExports(shell: Shell, variables: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(variables).map(([name, value]) =>
    value === undefined ? syntax[shell].unset(name) : syntax[shell].set(name, value),
  );
  return `${lines.join('\n')}\n`;
}

const syntax: Readonly<
  Record<Shell, { set(name: string, value: string): string; unset(name: string): string }>
> = {
  bash: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    set: (name, value) => `$Env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
};

/** By the path of the login shell, as the variable SHELL has it; Windows has none. */
export function shellOf(path: string | undefined, platform: NodeJS.Platform): Shell {
  if (path === undefined || path === '') return platform === 'win32' ? 'powershell' : 'bash';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'fish') return 'fish';
  return name === 'pwsh' ? 'powershell' : 'bash';
}
