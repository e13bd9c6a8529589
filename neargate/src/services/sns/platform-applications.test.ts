import { expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const Attributes = { PlatformCredential: 'secret' };

async function application() {
  const { call } = await createTestContext();
  const create = (changes: object = {}) =>
    call('sns', 'CreatePlatformApplication', { Name: 'shop', Platform: 'GCM', Attributes, ...changes });
  const { PlatformApplicationArn } = create();
  return { call, create, PlatformApplicationArn };
}

it('keeps platform applications, without showing their credentials', async () => {
  const { call, create, PlatformApplicationArn } = await application();
  expect(PlatformApplicationArn).toBe('arn:aws:sns:us-east-1:123456789012:app/GCM/shop');
  expect(create().PlatformApplicationArn).toBe(PlatformApplicationArn);
  expect(() => create({ Attributes: { PlatformCredential: 'other' } })).toThrow('different attributes');
  expect(() => create({ Platform: 'FAX' })).toThrow('FAX is not supported');
  expect(() => create({ Name: 'more', Attributes: {} })).toThrow('PlatformCredential');
  call('sns', 'SetPlatformApplicationAttributes', {
    PlatformApplicationArn,
    Attributes: { SuccessFeedbackSampleRate: '50' },
  });
  expect(call('sns', 'ListPlatformApplications', {}).PlatformApplications).toEqual([
    { PlatformApplicationArn, Attributes: { Enabled: 'true', SuccessFeedbackSampleRate: '50' } },
  ]);
  call('sns', 'DeletePlatformApplication', { PlatformApplicationArn });
  expect(() => call('sns', 'GetPlatformApplicationAttributes', { PlatformApplicationArn })).toThrow(
    'PlatformApplication does not exist',
  );
});

it('keeps endpoints, one for a token, and pushes nothing to them', async () => {
  const { call, PlatformApplicationArn } = await application();
  const create = (CustomUserData?: string) =>
    call('sns', 'CreatePlatformEndpoint', { PlatformApplicationArn, Token: 't', CustomUserData }).EndpointArn;
  const EndpointArn = create('ann');
  expect(EndpointArn).toMatch(/^arn:aws:sns:us-east-1:123456789012:endpoint\/GCM\/shop\/[0-9a-f-]{36}$/);
  expect(create('ann')).toBe(EndpointArn);
  expect(() => create('bob')).toThrow('already exists with the same Token, but different attributes');
  call('sns', 'SetEndpointAttributes', { EndpointArn, Attributes: { Token: 'u', Enabled: 'false' } });
  const shown = { Enabled: 'false', CustomUserData: 'ann', Token: 'u' };
  expect(call('sns', 'GetEndpointAttributes', { EndpointArn }).Attributes).toEqual(shown);
  expect(call('sns', 'ListEndpointsByPlatformApplication', { PlatformApplicationArn }).Endpoints).toEqual([
    { EndpointArn, Attributes: shown },
  ]);
  const publish = () => call('sns', 'Publish', { TargetArn: EndpointArn, Message: 'm' });
  expect(publish).toThrow('pushes nothing to devices');
  call('sns', 'DeleteEndpoint', { EndpointArn });
  expect(publish).toThrow('No endpoint found for the target arn specified');
  create();
  call('sns', 'DeletePlatformApplication', { PlatformApplicationArn });
  expect(() => create()).toThrow('PlatformApplication does not exist');
});
