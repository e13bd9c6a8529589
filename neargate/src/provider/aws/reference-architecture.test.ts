import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Body } from '../../hcl/ast.ts';
import { parseConfig } from '../../hcl/parser.ts';
import type { BlockSchema, Schema } from '../../terraform/provider.ts';
import { awsDataSources, awsResourceTypes } from './resource-types.ts';

const directory = fileURLToPath(new URL('../../../../terraform', import.meta.url));
const metaArguments = new Set(['count', 'for_each', 'provider', 'depends_on']);
const metaBlocks = new Set(['lifecycle', 'connection', 'provisioner', 'timeouts']);

/** The repository's own architecture: each of its blocks has a type here, and each argument is known to it. */
describe('the reference architecture', () => {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tf') && !file.includes('.terraform'),
  );

  it.each(files)('%s', (file) => {
    const { body, diagnostics } = parseConfig(readFileSync(join(directory, file), 'utf8'), file);
    expect(diagnostics).toEqual([]);
    const problems = body.blocks.flatMap((block) => {
      const [type = ''] = block.labels;
      if (block.type !== 'resource' && block.type !== 'data') return [];
      const table: Readonly<Record<string, { readonly schema: Schema }>> =
        block.type === 'resource' ? awsResourceTypes : awsDataSources;
      const known = table[type];
      if (known === undefined) return [`${block.type} ${type} is not known`];
      return unknownArguments(block.body, known.schema, type);
    });
    expect(problems).toEqual([]);
  });
});

function unknownArguments(body: Body, schema: Schema | BlockSchema, path: string): string[] {
  const isTop = !path.includes('.');
  const problems: string[] = [];
  for (const name of body.attributes.keys()) {
    const attribute = schema.attributes[name];
    const isMeta = isTop && metaArguments.has(name);
    const isSettable = attribute?.required === true || attribute?.optional === true;
    if (!isMeta && !isSettable) problems.push(`${path}.${name} is not an argument`);
  }
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (attribute.required === true && !body.attributes.has(name))
      problems.push(`${path}.${name} is missing`);
  }
  for (const block of body.blocks) {
    if (isTop && metaBlocks.has(block.type)) continue;
    const isDynamic = block.type === 'dynamic';
    const name = isDynamic ? (block.labels[0] ?? '') : block.type;
    const nested = schema.blocks?.[name];
    if (nested === undefined) problems.push(`${path}.${name} is not a block`);
    const contents = isDynamic ? block.body.blocks.filter(({ type }) => type === 'content') : [block];
    for (const content of nested === undefined ? [] : contents) {
      problems.push(...unknownArguments(content.body, nested as BlockSchema, `${path}.${name}`));
    }
  }
  return problems;
}
