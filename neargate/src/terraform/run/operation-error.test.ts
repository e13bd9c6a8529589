import { expect, it } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { operationError } from './operation-error.ts';

const address: ResourceInstanceAddress = {
  module: [],
  resource: { mode: 'data', type: 'aws_route53_zone', name: 'shop' },
  key: undefined,
};

it('says what was attempted, and what the user can do about it', () => {
  const failed = { address, resource: undefined, object: undefined };
  expect(
    operationError('reading', failed, new UserError('no zone found', { remedy: 'Make one.' })),
  ).toMatchObject({
    summary: 'reading Route53 Zone: no zone found',
    detail: 'Make one.',
    address: 'data.aws_route53_zone.shop',
  });
  expect(operationError('reading', failed, new UserError('no zone found'))).toMatchObject({ detail: '' });
});
