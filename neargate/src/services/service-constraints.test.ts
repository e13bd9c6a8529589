import { describe, expect, it } from 'vitest';
import { AwsError } from '../core/aws-error.ts';
import { catalog } from './catalog.ts';
import type { ServiceDefinition } from './operation.ts';
import { inputConstraints } from './service-constraints.ts';
import { requireValidInput } from './validation.ts';
import type { ServiceConstraints } from './service-constraints.ts';

const modelled = Object.entries<ServiceDefinition>(catalog).filter(
  (entry): entry is [string, ServiceDefinition & { constraints: ServiceConstraints }] =>
    entry[1].constraints !== undefined,
);

const definition = (constraints: ServiceConstraints): ServiceDefinition => ({
  signingName: 'test',
  protocol: 'json',
  apiVersion: '2026-01-01',
  validationErrorCode: 'ValidationException',
  operations: { Put: { input: { Size: { max: 5 } }, handle: () => ({}) } },
  constraints,
});

const refusalOf = (check: () => void): string => {
  try {
    check();
    return '';
  } catch (error) {
    return String(error);
  }
};

describe('the constraints of a service', () => {
  it.each(modelled)(
    '%s: name operations that are served, and shapes that are there',
    (_, { constraints, operations }) => {
      for (const operation of Object.keys(constraints.inputs)) {
        expect(operations).toHaveProperty([operation]);
        expect(inputConstraints(constraints, operation), operation).toBeDefined();
      }
    },
  );

  it.each(modelled)('%s: have expressions that JavaScript can read', (_, { constraints }) => {
    for (const [name, { pattern }] of Object.entries(constraints.shapes)) {
      if (pattern === undefined) continue;
      const text = definition({
        inputs: { Put: 'Input' },
        shapes: { Input: { members: { Name: 'Text' } }, Text: { pattern } },
      });
      expect(
        refusalOf(() => requireValidInput(text, 'Put', { Name: 'a' })),
        name,
      ).not.toContain('SyntaxError');
    }
  });

  it('are demanded of shapes that hold themselves, at every depth', () => {
    const filter = definition({
      inputs: { Put: 'Filter' },
      shapes: {
        Filter: { required: ['Key'], members: { Not: 'Filter', And: 'Filters' } },
        Filters: { max: 2, each: 'Filter' },
      },
    });
    expect(() =>
      requireValidInput(filter, 'Put', { Key: 'a', Not: { Key: 'b', And: [{ Key: 'c' }] } }),
    ).not.toThrow();
    expect(() => requireValidInput(filter, 'Put', { Key: 'a', Not: { Key: 'b', And: [{}] } })).toThrow(
      "1 validation error detected: Value null at 'not.and.1.member.key' failed to satisfy constraint: Member must not be null",
    );
  });

  it('stand beside those of the operation itself, and what both say is said once', () => {
    const sized = definition({
      inputs: { Put: 'Input' },
      shapes: {
        Input: { required: ['Name'], members: { Size: 'Size', Data: 'Data', Map: 'Map' } },
        Size: { max: 5 },
        Data: { min: 1, max: 2 },
        Map: { max: 1 },
      },
    });
    expect(() => requireValidInput(sized, 'Put', { Size: 6 })).toThrow(
      "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value '6' at 'size' failed to satisfy constraint: Member must have value less than or equal to 5",
    );
    expect(() =>
      requireValidInput(sized, 'Put', { Name: 'a', Data: new Uint8Array(3), Map: { a: '1', b: '2' } }),
    ).toThrow('2 validation errors detected');
  });

  it('are demanded of the keys and values of maps, and what is in them', () => {
    const tagged = definition({
      inputs: { Put: 'Input' },
      shapes: {
        Input: { members: { Tags: 'Tags', Rules: 'Rules', Secrets: 'Secrets' } },
        Tags: { keys: 'Key', values: 'Value' },
        Key: { min: 1, max: 3, pattern: '[a-z]*' },
        Value: { max: 2 },
        Secrets: { keys: 'Key', sensitive: true },
        Rules: { values: 'Rule' },
        Rule: { required: ['Name'] },
      },
    });
    const refused = (input: object) => refusalOf(() => requireValidInput(tagged, 'Put', input));
    expect(refused({ Tags: { abc: '', a: 'ab' }, Rules: { one: { Name: '' } } })).toBe('');
    expect(refused({ Tags: { a: 'b', ABCD: '1' } })).toBe(
      "AwsError: 1 validation error detected: Value '{a=b, ABCD=1}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]*]",
    );
    expect(refused({ Tags: { a: 'long', b: 'longer' } })).toBe(
      "AwsError: 1 validation error detected: Value '{a=long, b=longer}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 0]",
    );
    expect(refused({ Secrets: { long: 'x' } })).toContain("detected: Value at 'secrets' failed");
    expect(refused({ Rules: { One: {} } })).toBe(
      "AwsError: 1 validation error detected: Value null at 'rules.One.member.name' failed to satisfy constraint: Member must not be null",
    );
  });

  it('are demanded of the elements of a list, which are not told apart', () => {
    const listed = definition({
      inputs: { Put: 'Input' },
      shapes: {
        Input: { members: { Names: 'Names' } },
        Names: { each: 'Name' },
        Name: { enum: ['a', 'b'] },
      },
    });
    expect(refusalOf(() => requireValidInput(listed, 'Put', { Names: ['a', 'c', 'd'] }))).toBe(
      "AwsError: 1 validation error detected: Value '[a, c, d]' at 'names' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [a, b]]",
    );
  });

  it('are of a size, of which AWS shows what is not too much to show', () => {
    const sized = definition({
      inputs: { Put: 'Input' },
      shapes: {
        Input: { members: { Names: 'Some', Rules: 'Some', Data: 'Some' } },
        Some: { min: 1, max: 1 },
      },
    });
    const refused = (input: object) => refusalOf(() => requireValidInput(sized, 'Put', input));
    expect(refused({ Names: [] })).toContain("detected: Value '[]' at 'names' failed");
    expect(refused({ Names: ['a', 'b'] })).toContain("detected: Value '[a, b]' at 'names' failed");
    expect(refused({ Rules: [{}, {}] })).toContain("detected: Value at 'rules' failed");
    expect(refused({ Data: new Uint8Array(2) })).toContain("detected: Value at 'data' failed");
  });

  it('are answered in the words of the service that has its own', () => {
    const own: ServiceDefinition = {
      ...definition({ inputs: { Put: 'Input' }, shapes: { Input: { required: ['Name', 'Mode'] } } }),
      refusal: ({ demand, path }) =>
        'member' in path && path.member === 'Name' ? new AwsError('NameRequired', demand) : undefined,
    };
    expect(refusalOf(() => requireValidInput(own, 'Put', {}))).toBe('AwsError: required');
    expect(refusalOf(() => requireValidInput(own, 'Put', { Name: 'a' }))).toBe('');
  });
});
