import { describe, expect, it } from 'vitest';
import { TraceIds } from './trace-id.ts';

const now = 0x58337262 * 1000;
const id = /1-58337262-[0-9a-f]{24}/;

describe('TraceIds', () => {
  it('gives a request without the header a Root with the time and random digits', () => {
    const ids = new TraceIds();
    expect(ids.header(undefined, now)).toMatch(new RegExp(`^Root=${id.source}$`));
  });

  it('puts Self before a Root that came in and keeps the other fields', () => {
    expect(new TraceIds().header('Root=1-67891233-abcdef012345678912345678;CalledFrom=app', now)).toMatch(
      new RegExp(`^Self=${id.source};Root=1-67891233-abcdef012345678912345678;CalledFrom=app$`),
    );
  });

  it('replaces a Self that came in', () => {
    expect(new TraceIds().header('Self=1-0-0;Root=1-1-1', now)).toMatch(
      new RegExp(`^Self=${id.source};Root=1-1-1$`),
    );
  });

  it('adds a Root to fields without one', () => {
    expect(new TraceIds().header('CalledFrom=app', now)).toMatch(
      new RegExp(`^CalledFrom=app;Root=${id.source}$`),
    );
  });

  it('never repeats an id, across refills of its random bytes', () => {
    const ids = new TraceIds();
    expect(new Set(Array.from({ length: 2000 }, () => ids.create(now))).size).toBe(2000);
  });
});
