import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { metricIdentity } from '../services/cloudwatch/metric-store.ts';
import { openControlPlane } from './control-plane.ts';
import { resetState } from './reset-state.ts';
import { readSettings } from './settings.ts';

it('leaves a new account: rows, log events and metrics are gone, the default VPC is new, and it stays so', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'neargate-reset-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const settings = readSettings({ NEARGATE_STATE: directory }, directory);
  const part = await openControlPlane(settings, silentLogger);
  const plane = part.value;
  const caller = plane.accountCaller('eu-west-1');
  const scope = `${caller.accountId}/eu-west-1`;
  const metric = metricIdentity('Shop', 'Orders');
  const group = { logGroupName: 'shop' };
  const logAgain = async () => {
    await plane.invoke('logs', 'CreateLogGroup', group, caller);
    await plane.invoke('logs', 'CreateLogStream', { ...group, logStreamName: 's' }, caller);
    return plane.invoke('logs', 'GetLogEvents', { ...group, logStreamName: 's' }, caller);
  };
  await logAgain();
  const events = [{ timestamp: plane.clock.now(), message: 'old' }];
  await plane.invoke('logs', 'PutLogEvents', { ...group, logStreamName: 's', logEvents: events }, caller);
  plane.metrics.record(scope, metric, { timestampMs: plane.clock.now(), unit: 'Count', values: [[1, 1]] });
  const before = await plane.invoke('ec2', 'DescribeVpcs', {}, plane.accountCaller());

  await resetState(plane);

  expect(plane.metrics.list(scope)).toEqual([]);
  expect((await logAgain()).events).toEqual([]);
  const after = await plane.invoke('ec2', 'DescribeVpcs', {}, plane.accountCaller());
  expect(after.Vpcs?.map(({ IsDefault }) => IsDefault)).toEqual([true]);
  expect(after.Vpcs?.[0]?.VpcId).not.toBe(before.Vpcs?.[0]?.VpcId);
  await part.stop?.();
  const again = await openControlPlane(settings, silentLogger);
  const reopened = await again.value.invoke('ec2', 'DescribeVpcs', {}, plane.accountCaller());
  expect(reopened.Vpcs?.[0]?.VpcId).toBe(after.Vpcs?.[0]?.VpcId);
  await again.stop?.();
});

it('refuses while a database runs', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'neargate-reset-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const part = await openControlPlane(readSettings({ NEARGATE_STATE: directory }, directory), silentLogger);
  const plane = part.value;
  onTestFinished(async () => part.stop?.());
  plane.store.table('rds.instances', '123456789012/us-east-1').put('shop', {});
  await expect(resetState(plane)).rejects.toThrow('The database shop runs');
});
