import type { AttributeSchema, BlockSchema } from '../../terraform/provider.ts';

/** The two attributes of every type that can be tagged. */
export const tagAttributes: Readonly<Record<string, AttributeSchema>> = {
  tags: { type: 'map(string)', optional: true },
  tags_all: { type: 'map(string)', optional: true, computed: true },
};

/** The `timeouts` block; operations here are as slow as what they wait for, so the times are accepted and not used. */
export function timeouts(...operations: readonly ('create' | 'read' | 'update' | 'delete')[]): BlockSchema {
  return {
    nesting: 'single',
    attributes: Object.fromEntries(
      operations.map((operation) => [operation, { type: 'string', optional: true } as const]),
    ),
  };
}
