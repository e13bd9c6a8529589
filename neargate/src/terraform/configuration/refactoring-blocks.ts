import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { TargetAddress } from '../addresses/parse-address.ts';
import { addressOf } from '../addresses/parse-address.ts';
import { readContent } from './body-content.ts';
import { literalBool } from './literal.ts';
import type { MovedBlock, RemovedBlock } from './module-configuration.ts';

/** Reads a `moved` block; undefined when an address in it is none. */
export function readMoved(block: Block, diagnostics: Diagnostic[]): MovedBlock | undefined {
  const { attributes } = readContent(block.body, { required: ['from', 'to'] }, diagnostics);
  const from = readAddress(attributes.get('from'), diagnostics);
  const to = readAddress(attributes.get('to'), diagnostics);
  return from === undefined || to === undefined ? undefined : { from, to, span: block.headerSpan };
}

/** Reads a `removed` block; undefined when its address is none. */
export function readRemoved(block: Block, diagnostics: Diagnostic[]): RemovedBlock | undefined {
  const { attributes, blocks } = readContent(
    block.body,
    { required: ['from'], blocks: { lifecycle: [], provisioner: ['type'], connection: [] } },
    diagnostics,
  );
  const from = readAddress(attributes.get('from'), diagnostics);
  const lifecycle = blocks.find((inner) => inner.type === 'lifecycle');
  const destroy = literalBool(lifecycle?.body.attributes.get('destroy'), diagnostics) ?? true;
  return from === undefined ? undefined : { from, destroy, span: block.headerSpan };
}

/** `import` brings objects of an account under management; nothing here has objects that Terraform did not make. */
export function refuseImport(block: Block): Diagnostic {
  return errorDiagnostic(
    'Import blocks are not supported',
    'Neargate cannot import an existing object: it keeps only what was created through it. Remove the import block, and the resource is created by the next apply.',
    toSourceRange(block.headerSpan),
  );
}

function readAddress(attribute: Attribute | undefined, diagnostics: Diagnostic[]): TargetAddress | undefined {
  if (attribute === undefined) return undefined;
  const address = addressOf(attribute.expression);
  if (address === undefined) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid address',
        'A resource or module address is required here, such as aws_vpc.main or module.network.',
        toSourceRange(attribute.expression.span),
      ),
    );
  }
  return address;
}
