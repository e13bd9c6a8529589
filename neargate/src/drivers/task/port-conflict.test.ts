import { describe, expect, it } from 'vitest';

import { findPortConflict, type PortUse } from './port-conflict.ts';

const node: PortUse = { taskArn: 'task/a', ports: [80], ownAddress: true };
const nginx: PortUse = { taskArn: 'task/b', ports: [80], ownAddress: false };

describe('findPortConflict', () => {
  it('lets Node programs share a port', () => {
    expect(findPortConflict(node, [{ ...node, taskArn: 'task/c' }])).toBeUndefined();
  });

  it('refuses a program that listens everywhere beside one that listens at all, in both orders', () => {
    expect(findPortConflict(nginx, [node])).toContain('port 80 is in use by task/a: the program is not Node');
    expect(findPortConflict(node, [nginx])).toContain('the program of task/b is not Node');
  });

  it('does not look at other ports or at containers of the same task', () => {
    expect(findPortConflict(nginx, [{ ...node, ports: [81] }])).toBeUndefined();
    expect(findPortConflict(nginx, [{ ...node, taskArn: 'task/b' }])).toBeUndefined();
  });
});
