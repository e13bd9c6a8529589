import { describe, expect, it } from 'vitest';
import { failureText, isPassing } from './failure.ts';

describe('failureText', () => {
  it.each([
    [
      'FATAL:  could not write lock file "postmaster.pid": No space left on device',
      'The disk that holds the databases is full.',
    ],
    ["ENOSPC: no space left on device, write '/x'", 'The disk that holds the databases is full.'],
    [
      'LOG:  invalid value for parameter "max_connections": "many"\nFATAL:  configuration file "/x" contains errors',
      'PostgreSQL does not accept "many" for the parameter max_connections.',
    ],
    [
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17, which is not compatible with this version 18.4.',
      "The database's data were made by PostgreSQL 17; 18.4 cannot read them.",
    ],
    ["EACCES: permission denied, mkdir '/x/instances'", 'Neargate may not use /x/instances.'],
    ['2026-01-01 FATAL:  something new', 'PostgreSQL did not start: something new'],
    ['', 'PostgreSQL did not start: it ended without saying why'],
  ])('says in one sentence what %s means', (output, message) => {
    expect(failureText(output).message).toBe(message);
  });

  it('knows what may pass', () => {
    expect(isPassing('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use')).toBe(true);
    expect(isPassing('FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use')).toBe(true);
    expect(isPassing('FATAL:  No space left on device')).toBe(false);
  });
});
