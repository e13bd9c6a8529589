import { expect, it } from 'vitest';
import { hostsText } from './hosts-file.ts';

it('lists names in lower case and in order, with a port where it differs', () => {
  const text = hostsText([
    { name: 'Users.rds.amazonaws.com', address: '127.1.0.4' },
    { name: 'orders.rds.amazonaws.com', address: '127.0.0.1', port: 40_001 },
    { name: 'api.internal', addresses: ['127.1.0.5', '127.1.0.6'], services: [], answers: 8, ttl: 10 },
  ]);
  expect(Object.entries(JSON.parse(text) as object)).toEqual([
    ['api.internal', { addresses: ['127.1.0.5', '127.1.0.6'], services: [], answers: 8, ttl: 10 }],
    ['orders.rds.amazonaws.com', '127.0.0.1:40001'],
    ['users.rds.amazonaws.com', '127.1.0.4'],
  ]);
});
