import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '../src/environment.ts';

const required = { DB_HOST: 'db.internal', DB_NAME: 'products', DB_USER: 'products', DB_PASSWORD: 'secret' };

function violationsOf(variables: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnvironment(variables, { port: 3002 });
  } catch (error) {
    if (error instanceof EnvironmentError) return error.violations;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('needs only the database to be named', () => {
    expect(readEnvironment(required, { port: 3002 })).toEqual({
      host: '0.0.0.0',
      port: 3002,
      logLevel: 'info',
      database: {
        host: 'db.internal',
        port: 5432,
        name: 'products',
        user: 'products',
        password: 'secret',
        tls: 'require',
        tlsCaFile: undefined,
        maxConnections: 10,
      },
    });
  });

  it('names every variable at fault at once, and counts an empty one as missing', () => {
    const variables = { ...required, DB_HOST: '', PORT: '70000', DB_SSL: 'maybe', DB_POOL_MAX: 'ten' };
    expect(violationsOf(variables)).toEqual([
      'PORT must be a whole number from 0 to 65535, not "70000"',
      'DB_HOST is required',
      'DB_SSL must be one of disable, require, verify-full, not "maybe"',
      'DB_POOL_MAX must be a whole number from 1 to 200, not "ten"',
    ]);
  });

  it.each([' 80', '1e3', '-1', '80.5', '0x50'])('takes no port that is written as "%s"', (PORT) => {
    expect(violationsOf({ ...required, PORT })).toHaveLength(1);
  });

  it('never repeats the password in its message', () => {
    expect(violationsOf({ DB_PASSWORD: 'hunter2' }).join()).not.toContain('hunter2');
  });
});
