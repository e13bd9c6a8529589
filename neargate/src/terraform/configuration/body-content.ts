import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block, Body } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { didYouMean } from './did-you-mean.ts';

/** What a block of Terraform's own may contain. */
export interface ContentSchema {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Block types with the names of their labels. */
  readonly blocks?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Checks a body against the schema, in HCL's words. Blocks with wrong labels are reported and left out of the result.
 */
export function readContent(
  body: Body,
  schema: ContentSchema,
  diagnostics: Diagnostic[],
): { attributes: ReadonlyMap<string, Attribute>; blocks: readonly Block[] } {
  const names = new Set([...(schema.required ?? []), ...(schema.optional ?? [])]);
  const blockTypes = schema.blocks ?? {};
  for (const attribute of body.attributes.values()) {
    if (!names.has(attribute.name)) {
      // What is there already is not what was meant.
      const free = [...names].filter((name) => !body.attributes.has(name));
      diagnostics.push(unsupportedArgument(attribute, free, blockTypes));
    }
  }
  for (const name of schema.required ?? []) {
    if (body.attributes.has(name)) continue;
    diagnostics.push(
      errorDiagnostic(
        'Missing required argument',
        `The argument "${name}" is required, but no definition was found.`,
        toSourceRange(body.missingItemSpan),
      ),
    );
  }
  const blocks = body.blocks.filter((block) => {
    const labels = blockTypes[block.type];
    if (labels === undefined) {
      diagnostics.push(unsupportedBlock(block, names, Object.keys(blockTypes)));
      return false;
    }
    return hasLabels(block, labels, diagnostics);
  });
  return { attributes: body.attributes, blocks };
}

/** The message for an argument that is not allowed where it stands. */
export function unsupportedArgument(
  attribute: Attribute,
  names: Iterable<string>,
  blockTypes: Readonly<Record<string, unknown>> = {},
): Diagnostic {
  const hint = Object.hasOwn(blockTypes, attribute.name)
    ? ` Did you mean to define a block of type "${attribute.name}"?`
    : didYouMean(attribute.name, names);
  return errorDiagnostic(
    'Unsupported argument',
    `An argument named "${attribute.name}" is not expected here.${hint}`,
    toSourceRange(attribute.nameSpan),
  );
}

function unsupportedBlock(
  block: Block,
  names: ReadonlySet<string>,
  blockTypes: readonly string[],
): Diagnostic {
  const hint = names.has(block.type)
    ? ` Did you mean to define argument "${block.type}"? If so, use the equals sign to assign it a value.`
    : didYouMean(block.type, blockTypes);
  return errorDiagnostic(
    'Unsupported block type',
    `Blocks of type "${block.type}" are not expected here.${hint}`,
    toSourceRange(block.typeSpan),
  );
}

function hasLabels(block: Block, labels: readonly string[], diagnostics: Diagnostic[]): boolean {
  if (block.labels.length < labels.length) {
    const missing = labels[block.labels.length] ?? '';
    diagnostics.push(
      errorDiagnostic(
        `Missing ${missing} for ${block.type}`,
        `All ${block.type} blocks must have ${labels.length} labels (${labels.join(', ')}).`,
        toSourceRange(block.body.missingItemSpan),
      ),
    );
    return false;
  }
  const extraneous = block.labelSpans[labels.length];
  if (extraneous === undefined) return true;
  diagnostics.push(
    errorDiagnostic(
      `Extraneous label for ${block.type}`,
      labels.length === 0
        ? `No labels are expected for ${block.type} blocks.`
        : `Only ${labels.length} labels (${labels.join(', ')}) are expected for ${block.type} blocks.`,
      toSourceRange(extraneous),
    ),
  );
  return false;
}
