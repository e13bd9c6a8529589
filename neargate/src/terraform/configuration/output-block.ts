import type { Diagnostic } from '../../core/diagnostics.ts';
import type { Block } from '../../hcl/ast.ts';
import { readContent } from './body-content.ts';
import { readCheckRules } from './check-rules.ts';
import { literalBool, referenceList } from './literal.ts';
import type { OutputConfiguration } from './module-configuration.ts';

/** Reads an `output` block; undefined when it has no value. */
export function readOutput(block: Block, diagnostics: Diagnostic[]): OutputConfiguration | undefined {
  const { attributes, blocks } = readContent(
    block.body,
    {
      required: ['value'],
      optional: ['description', 'sensitive', 'ephemeral', 'depends_on', 'deprecated'],
      blocks: { precondition: [] },
    },
    diagnostics,
  );
  const value = attributes.get('value')?.expression;
  if (value === undefined) return undefined;
  return {
    name: block.labels[0] ?? '',
    value,
    sensitive: literalBool(attributes.get('sensitive'), diagnostics) ?? false,
    ephemeral: literalBool(attributes.get('ephemeral'), diagnostics) ?? false,
    dependsOn: referenceList(attributes.get('depends_on'), diagnostics),
    preconditions: readCheckRules(blocks, diagnostics),
    span: block.headerSpan,
  };
}
