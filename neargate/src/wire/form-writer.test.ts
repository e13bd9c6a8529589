import { describe, expect, it } from 'vitest';
import { readForm } from './form-reader.ts';
import { writeForm } from './form-writer.ts';
import { loadWireSchema } from './load-schema.ts';
import { structureOf } from './schema.ts';
import { sampleStructure, seededRandom } from './testing/sample-values.ts';

describe('writeForm', () => {
  it.each([
    ['elbv2', 'query'],
    ['iam', 'query'],
    ['rds', 'query'],
    ['ec2', 'ec2'],
  ] as const)('spells every input of %s so that it is read again', (service, dialect) => {
    const schema = loadWireSchema(service);
    const random = seededRandom(7);
    let written = 0;
    for (const { input } of Object.values(schema.operations)) {
      const value = sampleStructure(schema, structureOf(schema, input), random);
      // Through the read form first: what a form cannot carry, such as an empty list, is gone then.
      const once = readForm(schema, input, writeForm(schema, input, value, dialect), dialect);
      expect(readForm(schema, input, writeForm(schema, input, once, dialect), dialect)).toEqual(once);
      if (Object.keys(value).length > 0) expect(Object.keys(once)).not.toEqual([]);
      written += 1;
    }
    expect(written).toBeGreaterThan(10);
  });
});
