import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block, Expression } from '../../hcl/ast.ts';
import { traversalOf } from '../../hcl/references.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { bodyWithout } from './body-parts.ts';
import { constantValue, literalString } from './literal.ts';
import type {
  ProviderConfiguration,
  ProviderReference,
  ProviderRequirement,
} from './module-configuration.ts';

/** Reads a `provider` block. Its own arguments are checked against the provider's schema when it is configured. */
export function readProvider(block: Block, diagnostics: Diagnostic[]): ProviderConfiguration {
  return {
    localName: block.labels[0] ?? '',
    alias: literalString(block.body.attributes.get('alias'), diagnostics),
    body: bodyWithout(block.body, new Set(['alias', 'version']), new Set()),
    span: block.headerSpan,
  };
}

/** Reads `aws` or `aws.east`; undefined when the expression is neither. */
export function readProviderReference(expression: Expression): ProviderReference | undefined {
  if (expression.kind === 'literal' && expression.value.kind === 'string') {
    const [localName = '', alias] = expression.value.string.split('.');
    return { localName, alias, span: expression.span };
  }
  const traversal = traversalOf(expression);
  if (traversal === undefined || traversal.steps.length > 1) return undefined;
  const [step] = traversal.steps;
  if (step !== undefined && step.kind !== 'attribute') return undefined;
  return { localName: traversal.root, alias: step?.name, span: expression.span };
}

/** Reads the entries of a `required_providers` block. */
export function readRequirements(block: Block, diagnostics: Diagnostic[]): Map<string, ProviderRequirement> {
  const requirements = new Map<string, ProviderRequirement>();
  for (const attribute of block.body.attributes.values()) {
    requirements.set(attribute.name, readRequirement(attribute, diagnostics));
  }
  return requirements;
}

function readRequirement(attribute: Attribute, diagnostics: Diagnostic[]): ProviderRequirement {
  const { expression } = attribute;
  const span = attribute.nameSpan;
  if (expression.kind !== 'object') return { source: undefined, aliases: [], span };
  let source: string | undefined;
  const aliases: ProviderReference[] = [];
  for (const item of expression.items) {
    if (item.bareKey === 'source') {
      const value = constantValue(item.value, diagnostics);
      if (value?.kind === 'string') source = value.string;
    } else if (item.bareKey === 'configuration_aliases' && item.value.kind === 'tuple') {
      for (const element of item.value.elements) {
        const alias = readProviderReference(element);
        if (alias !== undefined) aliases.push(alias);
      }
    } else if (item.bareKey !== 'version' && item.bareKey !== 'configuration_aliases') {
      diagnostics.push(
        errorDiagnostic(
          'Invalid required_providers object',
          'required_providers objects can only contain "version", "source" and "configuration_aliases" attributes. To configure a provider, use a "provider" block.',
          toSourceRange(item.key.span),
        ),
      );
    }
  }
  return { source, aliases, span };
}
