import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('NEARGATE_CONNECTIONS', () => {
  const connections = (text: string | undefined) =>
    readSettings({ NEARGATE_CONNECTIONS: text }, '/project').connections;

  it('binds repositories behind connections to directories', () => {
    expect(connections(undefined)).toEqual(new Map());
    const arn = 'arn:aws:codestar-connections:us-east-1:123456789012:connection/abc';
    expect(connections(`acme/shop=shop; ${arn}=/srv/a=b ;`)).toEqual(
      new Map([
        ['acme/shop', '/project/shop'],
        [arn, '/srv/a=b'],
      ]),
    );
  });

  it.each(['acme/shop', '=dir', 'acme/shop='])('refuses %j', (text) => {
    expect(() => connections(text)).toThrow(`NEARGATE_CONNECTIONS has the entry "${text}".`);
  });
});

it('has the gateway listen on loopback unless told otherwise', () => {
  expect(readSettings({}, '/project').host).toBe('127.0.0.1');
});
