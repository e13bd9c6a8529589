import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

describe('stored resources', () => {
  it('are kept by type and id, in a region or without one', async () => {
    const { call, clock } = await createTestContext();
    const topic = { type: 'aws_sns_topic', id: 't', isGlobal: false };
    const zone = { type: 'aws_route53_zone', id: 't', isGlobal: true };
    call('stored-resources', 'CreateStoredResource', { ...topic, attributes: { name: 't' } });
    call('stored-resources', 'CreateStoredResource', { ...zone, attributes: {} });
    expect(() => call('stored-resources', 'CreateStoredResource', { ...topic, attributes: {} })).toThrow(
      'aws_sns_topic t already exists',
    );
    await clock.advance(1000);
    call('stored-resources', 'UpdateStoredResource', { ...topic, attributes: { name: 'u' } });
    const { resource } = call('stored-resources', 'GetStoredResource', topic);
    expect(resource?.attributes).toEqual({ name: 'u' });
    expect((resource?.changedAtMs ?? 0) - (resource?.createdAtMs ?? 0)).toBe(1000);
    expect(call('stored-resources', 'ListStoredResources', {}).resources).toHaveLength(2);
    call('stored-resources', 'DeleteStoredResource', topic);
    expect(call('stored-resources', 'GetStoredResource', topic).resource).toBeUndefined();
    expect(() => call('stored-resources', 'UpdateStoredResource', { ...topic, attributes: {} })).toThrow(
      'does not exist',
    );
  });
});
