import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Attribute, Block } from '../../hcl/ast.ts';
import { toSourceRange } from '../../hcl/source.ts';
import type { TypeConstraint } from '../../hcl/type-constraints.ts';
import { convertToConstraint, parseTypeConstraint } from '../../hcl/type-constraints.ts';
import { dynamicType } from '../../hcl/types.ts';
import { readContent } from './body-content.ts';
import { readValidations } from './check-rules.ts';
import { constantValue, literalBool, literalString } from './literal.ts';
import type { VariableConfiguration } from './module-configuration.ts';

const reservedNames = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'lifecycle',
  'depends_on',
  'locals',
]);

/** Reads a `variable` block. */
export function readVariable(block: Block, diagnostics: Diagnostic[]): VariableConfiguration {
  const name = block.labels[0] ?? '';
  if (reservedNames.has(name)) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid variable name',
        `The variable name "${name}" is reserved due to its special meaning inside module blocks.`,
        toSourceRange(block.labelSpans[0] ?? block.headerSpan),
      ),
    );
  }
  const { attributes, blocks } = readContent(
    block.body,
    {
      optional: ['description', 'default', 'type', 'sensitive', 'ephemeral', 'nullable', 'deprecated'],
      blocks: { validation: [] },
    },
    diagnostics,
  );
  const constraint = readConstraint(attributes.get('type'), diagnostics);
  const nullable = literalBool(attributes.get('nullable'), diagnostics) ?? true;
  const defaultAttribute = attributes.get('default');
  if (defaultAttribute !== undefined) checkDefault(defaultAttribute, constraint, nullable, diagnostics);
  return {
    name,
    constraint,
    typed: attributes.has('type'),
    default: defaultAttribute?.expression,
    nullable,
    sensitive: literalBool(attributes.get('sensitive'), diagnostics) ?? false,
    ephemeral: literalBool(attributes.get('ephemeral'), diagnostics) ?? false,
    description: literalString(attributes.get('description'), diagnostics),
    validations: readValidations(name, blocks, diagnostics),
    span: block.headerSpan,
  };
}

function readConstraint(attribute: Attribute | undefined, diagnostics: Diagnostic[]): TypeConstraint {
  if (attribute === undefined) return { type: dynamicType, defaults: undefined };
  const result = parseTypeConstraint(attribute.expression);
  diagnostics.push(...result.diagnostics);
  return result.constraint;
}

function checkDefault(
  attribute: Attribute,
  constraint: TypeConstraint,
  nullable: boolean,
  diagnostics: Diagnostic[],
): void {
  const value = constantValue(attribute.expression, diagnostics);
  if (value === undefined) return;
  const converted = convertToConstraint(value, constraint);
  const subject = toSourceRange(attribute.expression.span);
  if (!converted.ok) {
    diagnostics.push(
      errorDiagnostic(
        'Invalid default value for variable',
        `This default value is not compatible with the variable's type constraint: ${converted.reason}.`,
        subject,
      ),
    );
  } else if (!nullable && converted.value.kind === 'null') {
    diagnostics.push(
      errorDiagnostic(
        'Invalid default value for variable',
        'A null default value is not valid when nullable=false.',
        subject,
      ),
    );
  }
}
