import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Gateway } from '../../../src/gateway/http-server.ts';
import { emptyAccount, reportOfBoto3, servedOperations } from './empty-account.ts';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await emptyAccount();
});

afterAll(() => gateway.stop());

interface Report {
  readonly counts: Readonly<Record<'read' | 'bare' | 'outlined' | 'hollow' | 'of_bucket', number>>;
  readonly problems: readonly string[];
}

/**
 * On an empty account: what only reads and needs no input is answered and can be parsed, what lacks a required member is
 * refused with an error that the service has, and nothing fails or hangs.
 */
it('boto3 gets an answer of AWS from every operation', { timeout: 300_000 }, async ({ skip }) => {
  const report = await reportOfBoto3<Report>('every_operation.py', gateway, servedOperations());
  if (report === undefined) return skip('boto3 is not installed');
  const { counts, problems } = report;
  expect(problems).toEqual([]);
  // So that a program that calls nothing is no success.
  expect(counts.read).toBeGreaterThan(100);
  expect(counts.bare).toBeGreaterThan(20);
  expect(counts.outlined).toBeGreaterThan(600);
  expect(counts.hollow).toBe(counts.outlined);
  expect(counts.of_bucket).toBeGreaterThan(80);
  return undefined;
});
