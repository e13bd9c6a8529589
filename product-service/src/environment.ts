import type { DatabaseSettings, TlsMode } from './database/pool.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const tlsModes = ['disable', 'require', 'verify-full'] as const satisfies readonly TlsMode[];

/** Everything the process takes from its environment, read once at start. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly database: DatabaseSettings;
}

/** The environment does not hold; `violations` names each variable with what is wrong about it. */
export class EnvironmentError extends Error {
  readonly violations: readonly string[];

  constructor(violations: readonly string[]) {
    super(`The environment is not valid:\n${violations.map((violation) => `  - ${violation}`).join('\n')}`);
    this.name = 'EnvironmentError';
    this.violations = violations;
  }
}

/**
 * Reads and checks the environment variables the README lists. A variable that is empty counts as not set,
 * since an ECS task definition cannot leave one out conditionally.
 * @throws EnvironmentError naming every variable at fault, not only the first.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, defaults: { port: number }): Environment {
  const violations: string[] = [];

  const text = (name: string, fallback?: string): string => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (fallback === undefined) violations.push(`${name} is required`);
    return fallback ?? '';
  };
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name, String(fallback));
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    violations.push(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
    return fallback;
  };
  const oneOf = <Choice extends string>(
    name: string,
    choices: readonly Choice[],
    fallback: Choice,
  ): Choice => {
    const value = text(name, fallback);
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) violations.push(`${name} must be one of ${choices.join(', ')}, not "${value}"`);
    return choice ?? fallback;
  };

  const environment: Environment = {
    host: text('HOST', '0.0.0.0'),
    port: integer('PORT', defaults.port, 0, 65_535),
    logLevel: oneOf('LOG_LEVEL', logLevels, 'info'),
    database: {
      host: text('DB_HOST'),
      port: integer('DB_PORT', 5432, 1, 65_535),
      name: text('DB_NAME'),
      user: text('DB_USER'),
      password: text('DB_PASSWORD'),
      tls: oneOf('DB_SSL', tlsModes, 'require'),
      tlsCaFile: variables['DB_SSL_CA_FILE'] || undefined,
      maxConnections: integer('DB_POOL_MAX', 10, 1, 200),
    },
  };
  if (violations.length > 0) throw new EnvironmentError(violations);
  return environment;
}
