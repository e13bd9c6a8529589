import { describe, expect, it } from 'vitest';
import { lineSplitter, readApplyLine } from './apply-lines.ts';

describe('readApplyLine', () => {
  it('knows the lines of a running apply', () => {
    expect(readApplyLine('module.a["x"].aws_vpc.main: Creating...')).toMatchObject({
      kind: 'begun',
      address: 'module.a["x"].aws_vpc.main',
    });
    expect(readApplyLine('aws_vpc.main: Creation complete after 0s [id=vpc-1]')).toMatchObject({
      kind: 'ended',
      address: 'aws_vpc.main',
    });
    expect(readApplyLine('aws_db_instance.a: Still creating... [00m10s elapsed]').kind).toBe('begun');
    expect(readApplyLine('Plan: 120 to add, 1 to change, 2 to destroy.')).toMatchObject({ actions: 123 });
    expect(readApplyLine('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.').kind).toBe('result');
    expect(readApplyLine('      + cidr_block = "10.0.0.0/16"').kind).toBe('detail');
  });
});

describe('lineSplitter', () => {
  it('joins pieces to lines', () => {
    const lines: string[] = [];
    const write = lineSplitter((line) => lines.push(line));
    write('a\nb');
    write('c\n\n');
    expect(lines).toEqual(['a', 'bc', '']);
  });
});
