import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { unquoted, literalString, referenceList } from './literal.ts';
import type { ModuleCall, ProviderReference } from './module-configuration.ts';
import { providerKey } from './module-configuration.ts';
import { readProviderReference } from './provider-blocks.ts';
import { readRepetition } from './repetition.ts';

const metaArguments = new Set(['source', 'version', 'count', 'for_each', 'depends_on', 'providers']);

/** Reads a `module` block; undefined when it has no usable source. */
export function readModuleCall(block: Block, diagnostics: Diagnostic[]): ModuleCall | undefined {
  const { attributes } = block.body;
  for (const inner of block.body.blocks) {
    diagnostics.push(
      errorDiagnostic(
        'Unsupported block type',
        `Blocks of type "${inner.type}" are not expected here.`,
        toSourceRange(inner.typeSpan),
      ),
    );
  }
  if (!attributes.has('source')) {
    diagnostics.push(
      errorDiagnostic(
        'Missing required argument',
        'The argument "source" is required, but no definition was found.',
        toSourceRange(block.body.missingItemSpan),
      ),
    );
  }
  const source = literalString(attributes.get('source'), diagnostics);
  if (source === undefined) return undefined;
  return {
    name: block.labels[0] ?? '',
    source,
    repetition: readRepetition(attributes, diagnostics),
    arguments: new Map([...attributes].filter(([name]) => !metaArguments.has(name))),
    dependsOn: referenceList(attributes.get('depends_on'), diagnostics),
    providers: readProviders(attributes.get('providers'), diagnostics),
    span: block.headerSpan,
    missingItemSpan: block.body.missingItemSpan,
  };
}

function readProviders(
  attribute: Attribute | undefined,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, ProviderReference> {
  const providers = new Map<string, ProviderReference>();
  if (attribute === undefined) return providers;
  if (attribute.expression.kind !== 'object') {
    diagnostics.push(
      errorDiagnostic(
        'Invalid expression',
        'A static map expression is required.',
        toSourceRange(attribute.expression.span),
      ),
    );
    return providers;
  }
  for (const item of attribute.expression.items) {
    const key =
      item.bareKey === undefined
        ? readProviderReference(unquoted(item.key, diagnostics) ?? item.key)
        : undefined;
    const name = item.bareKey ?? (key === undefined ? undefined : providerKey(key.localName, key.alias));
    const passed = readProviderReference(item.value);
    if (name === undefined || passed === undefined) {
      diagnostics.push(
        errorDiagnostic(
          'Invalid provider configuration reference',
          'The providers argument requires a provider type name, optionally followed by a period and then a configuration alias.',
          toSourceRange(item.key.span),
        ),
      );
      continue;
    }
    providers.set(name, passed);
  }
  return providers;
}
