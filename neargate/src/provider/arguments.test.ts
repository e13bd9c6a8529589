import { describe, expect, it } from 'vitest';
import { blockOf, blocksOf, hasChanged, setChanges, textMapOf, textOf, textsOf } from './arguments.ts';

describe('arguments', () => {
  it('takes the empty text for not set', () => {
    expect(textOf({ name: '' }, 'name')).toBeUndefined();
    expect(textOf({ name: 'a' }, 'name')).toBe('a');
    expect(textOf({}, 'name')).toBeUndefined();
  });

  it('reads collections and blocks, and leaves nulls out', () => {
    const config = {
      list: ['a', null],
      map: { a: '1', b: null },
      blocks: [{ x: 1 }, { x: 2 }],
      one: { x: 3 },
    };
    expect(textsOf(config, 'list')).toEqual(['a']);
    expect(textMapOf(config, 'map')).toEqual({ a: '1' });
    expect(blocksOf(config, 'blocks')).toHaveLength(2);
    expect(blockOf(config, 'one')).toEqual({ x: 3 });
    expect(blockOf(config, 'none')).toBeUndefined();
  });

  it('compares without regard to order, at any depth', () => {
    const one = { rules: [{ ports: [1, 2], name: 'a', note: null }, { ports: [3] }] };
    const same = { rules: [{ ports: [3] }, { name: 'a', ports: [2, 1] }] };
    expect(hasChanged(one, same, 'rules')).toBe(false);
    expect(hasChanged(one, { rules: [{ ports: [3] }] }, 'rules')).toBe(true);
    expect(hasChanged({ a: null }, {}, 'a')).toBe(false);
  });

  it('says what to add and remove', () => {
    expect(setChanges(['a', 'b'], ['b', 'c'])).toEqual({ added: ['c'], removed: ['a'] });
  });
});
