import { describe, expect, it } from 'vitest';
import { parseInputPath, selectByPath } from './input-path.ts';
import { type EventEnvelope, transformInput } from './input-transformer.ts';

const event: EventEnvelope = {
  version: '0',
  id: 'e1',
  'detail-type': 'Deploy',
  source: 'shop',
  account: '123456789012',
  time: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { state: 'ACTIVE', ok: true, owner: { acc_id: '0a78', sf_id: 'baz' }, tags: ['x', 'y'], 'a-b': 1 },
};
const variables = {
  ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/r',
  ruleName: 'r',
  ingestionTime: '2026-01-01T00:00:01Z',
};
const InputPathsMap = {
  state: '$.detail.state',
  ok: '$.detail.ok',
  owner: '$.detail.owner',
  tags: '$.detail.tags',
  missing: '$.detail.nothing',
};

describe('an input path', () => {
  it.each<[string, unknown]>([
    ['$', event],
    ['$.detail.tags[1]', 'y'],
    ['$.detail-type', 'Deploy'],
    ['$.detail.a-b', 1],
    ["$['detail']['a-b']", 1],
    ['$.detail.tags[5]', undefined],
    ['$.detail.state.deeper', undefined],
    ['$.toString', undefined],
  ])('%s finds its value', (path, expected) => {
    expect(selectByPath(event, path)).toEqual(expected);
  });

  it.each(['detail', '$detail', '$.', '$..x', '$.a[*]', ''])('%s is none', (path) => {
    expect(parseInputPath(path)).toBeUndefined();
  });
});

describe('an input transformer', () => {
  it.each<[string, string | undefined]>([
    [
      '{"s": <state>, "o": <owner>, "ok": <ok>}',
      '{"s": "ACTIVE", "o": {"acc_id":"0a78","sf_id":"baz"}, "ok": true}',
    ],
    ['{"m": <missing>}', '{"m": ""}'],
    ['{"s": "is <state> <missing>!", "ok": "<ok>"}', '{"s": "is ACTIVE !", "ok": "true"}'],
    ['"owner <owner> tags <tags>"', '"owner {acc_id:0a78,sf_id:baz} tags [x,y]"'],
    ['"one <state>"\n"two <state>"', '"one ACTIVE"\n"two ACTIVE"'],
    ['{"o": "<owner>"}', undefined],
    ['free <state>', undefined],
    ['<state>', '"ACTIVE"'],
    [
      '{"rule": <aws.events.rule-name>, "t": "<aws.events.event.ingestion-time>"}',
      '{"rule": "r", "t": "2026-01-01T00:00:01Z"}',
    ],
  ])('fills %s', (InputTemplate, expected) => {
    expect(transformInput({ InputPathsMap, InputTemplate }, event, variables)).toBe(expected);
  });

  it('gives the event with and without its detail', () => {
    const fill = (InputTemplate: string) =>
      JSON.parse(transformInput({ InputTemplate }, event, variables) ?? 'null') as unknown;
    expect(fill('<aws.events.event.json>')).toEqual(event);
    expect(fill('{"e": <aws.events.event>}')).toEqual({
      e: {
        id: 'e1',
        account: '123456789012',
        detailType: 'Deploy',
        time: '2026-01-01T00:00:01Z',
        source: 'shop',
        region: 'us-east-1',
        resources: [],
        version: '0',
      },
    });
  });
});
