import type { Diagnostic, SourceRange } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { Traversal, TraversalStep } from '../../hcl/references.ts';
import { traversalOf } from '../../hcl/references.ts';
import type { Span } from '../../hcl/source.ts';
import { spanBetween, toSourceRange } from '../../hcl/source.ts';
import { modulePathText } from '../addresses/module-address.ts';
import { didYouMean } from '../configuration/did-you-mean.ts';
import type {
  ModuleConfiguration,
  Repetition,
  ResourceConfiguration,
} from '../configuration/module-configuration.ts';
import type { ConfigurationNode, ReferenceSet } from '../graph/configuration-nodes.ts';
import type { CompiledBlock } from '../schema/compiled-schema.ts';

/** The schema of a resource, or undefined when its type is not known and any attribute may exist. */
export type SchemaOf = (
  module: ModuleConfiguration,
  resource: ResourceConfiguration,
) => CompiledBlock | undefined;

/** Checks that everything a node refers to is declared, before anything is evaluated. Texts are Terraform's. */
export function validateReferences(node: ConfigurationNode, schemaOf: SchemaOf): Diagnostic[] {
  const named = node.references.flatMap((set) =>
    set.traversals.flatMap((traversal) => validateTraversal(traversal, set, node, schemaOf) ?? []),
  );
  const explicit: ReferenceSet = {
    module: node.module,
    traversals: node.dependsOn.flatMap((expression) => traversalOf(expression) ?? []),
    repetition: undefined,
    selfAllowed: false,
  };
  // Only what a depends_on names counts, not whether an instance or attribute of it exists.
  return [
    ...named,
    ...validateIgnored(node, schemaOf),
    ...explicit.traversals.flatMap((traversal) => {
      const nameSteps = traversal.root === 'data' ? 2 : 1;
      const whole = { ...traversal, steps: traversal.steps.slice(0, nameSteps) };
      return validateTraversal(whole, explicit, node, schemaOf) ?? [];
    }),
  ];
}

/** What `ignore_changes` names must be there to change. */
function validateIgnored(node: ConfigurationNode, schemaOf: SchemaOf): Diagnostic[] {
  if (node.kind !== 'resource') return [];
  const { ignoreChanges } = node.resource.lifecycle;
  const schema = schemaOf(node.module, node.resource);
  if (ignoreChanges === 'all' || schema === undefined) return [];
  return ignoreChanges.flatMap((expression) => {
    const traversal = traversalOf(expression);
    if (traversal === undefined || schema.type.attributes.has(traversal.root)) return [];
    return unsupportedAttribute(traversal.root, schema, rootName(traversal));
  });
}

function unsupportedAttribute(name: string, { type }: CompiledBlock, subject: SourceRange): Diagnostic {
  return errorDiagnostic(
    'Unsupported attribute',
    `This object has no argument, nested block, or exported attribute named "${name}".${didYouMean(name, type.attributes.keys())}`,
    subject,
  );
}

function validateTraversal(
  traversal: Traversal,
  set: ReferenceSet,
  node: ConfigurationNode,
  schemaOf: SchemaOf,
): Diagnostic | undefined {
  const { module } = set;
  const [step] = traversal.steps;
  const name = step?.kind === 'attribute' ? step.name : undefined;
  const subject = beginning(traversal, 1);
  switch (traversal.root) {
    case 'var':
      return undeclared('var', name, module.variables, subject, (given) =>
        errorDiagnostic(
          'Reference to undeclared input variable',
          `An input variable with the name "${given}" has not been declared.${didYouMean(given, module.variables.keys()) || ` This variable can be declared with a variable ${JSON.stringify(given)} {} block.`}`,
          subject,
        ),
      );
    case 'local':
      return undeclared('local', name, module.locals, subject, (given) =>
        errorDiagnostic(
          'Reference to undeclared local value',
          `A local value with the name "${given}" has not been declared.${didYouMean(given, module.locals.keys())}`,
          subject,
        ),
      );
    case 'path':
      return name === 'module' || name === 'root' || name === 'cwd'
        ? undefined
        : errorDiagnostic(
            'Invalid "path" attribute',
            `The "path" object does not have an attribute named "${name ?? ''}".`,
            subject,
          );
    case 'terraform':
      return name === 'workspace'
        ? undefined
        : errorDiagnostic(
            'Invalid "terraform" attribute',
            name === 'env'
              ? 'The terraform.env attribute was deprecated in v0.10 and removed in v0.12. The "state environment" concept was renamed to "workspace" in v0.12, and so the workspace name can now be accessed using the terraform.workspace attribute.'
              : `The "terraform" object does not have an attribute named "${name ?? ''}". The only supported attribute is terraform.workspace, the name of the currently-selected workspace.`,
            subject,
          );
    case 'each':
      return validateEach(name, set.repetition, subject);
    case 'count':
      return validateCount(name, set.repetition, subject);
    case 'self':
      return set.selfAllowed
        ? undefined
        : errorDiagnostic(
            'Invalid "self" reference',
            'The "self" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.',
            rootName(traversal),
          );
    case 'module':
      return validateModule(traversal, module);
    case 'data':
      return validateResource(traversal, node, module, 'data', traversal.steps, schemaOf);
    default:
      return validateResource(traversal, node, module, 'managed', traversal.steps, schemaOf);
  }
}

function undeclared(
  root: string,
  name: string | undefined,
  declared: ReadonlyMap<string, unknown>,
  subject: SourceRange,
  missing: (name: string) => Diagnostic,
): Diagnostic | undefined {
  if (name === undefined) {
    return errorDiagnostic(
      'Invalid reference',
      `The "${root}" object cannot be accessed directly. Instead, access one of its attributes.`,
      subject,
    );
  }
  return declared.has(name) ? undefined : missing(name);
}

function validateEach(
  name: string | undefined,
  repetition: Repetition['kind'] | undefined,
  subject: SourceRange,
): Diagnostic | undefined {
  if (name !== 'key' && name !== 'value') {
    return errorDiagnostic(
      'Invalid "each" attribute',
      `The "each" object does not have an attribute named "${name ?? ''}". The supported attributes are each.key and each.value, the current key and value pair of the "for_each" attribute set.`,
      subject,
    );
  }
  return repetition === 'for_each'
    ? undefined
    : errorDiagnostic(
        'Reference to "each" in context without for_each',
        'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
        subject,
      );
}

function validateCount(
  name: string | undefined,
  repetition: Repetition['kind'] | undefined,
  subject: SourceRange,
): Diagnostic | undefined {
  if (name !== 'index') {
    return errorDiagnostic(
      'Invalid "count" attribute',
      `The "count" object does not have an attribute named "${name ?? ''}". The only supported attribute is count.index, which is the index of each instance of a resource block that has the "count" argument set.`,
      subject,
    );
  }
  return repetition === 'count'
    ? undefined
    : errorDiagnostic(
        'Reference to "count" in non-counted context',
        'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
        subject,
      );
}

function validateModule(traversal: Traversal, module: ModuleConfiguration): Diagnostic | undefined {
  const [nameStep, ...rest] = traversal.steps;
  const subject = beginning(traversal, 1);
  if (nameStep?.kind !== 'attribute') {
    return errorDiagnostic(
      'Invalid reference',
      'The "module" object cannot be accessed directly. Instead, access one of its attributes.',
      subject,
    );
  }
  if (!module.moduleCalls.has(nameStep.name)) {
    return errorDiagnostic(
      'Reference to undeclared module',
      `No module call named "${nameStep.name}" is declared in ${moduleDisplay(module)}.${didYouMean(nameStep.name, module.moduleCalls.keys())}`,
      beginning(traversal, 2),
    );
  }
  const child = module.children.get(nameStep.name);
  const output = rest.find((step) => step.kind === 'attribute');
  const isOutput = output === rest[0] || (rest[0]?.kind === 'index' && output === rest[1]);
  if (child === undefined || output === undefined || !isOutput || child.outputs.has(output.name))
    return undefined;
  return errorDiagnostic(
    'Unsupported attribute',
    `This object does not have an attribute named "${output.name}".${didYouMean(output.name, child.outputs.keys())}`,
    toSourceRange(output.span),
  );
}

function validateResource(
  traversal: Traversal,
  node: ConfigurationNode,
  module: ModuleConfiguration,
  mode: 'managed' | 'data',
  steps: readonly TraversalStep[],
  schemaOf: SchemaOf,
): Diagnostic | undefined {
  const [typeStep, nameStep, ...rest] =
    mode === 'data'
      ? steps
      : [{ kind: 'attribute' as const, name: traversal.root, span: traversal.span }, ...steps];
  const nameLength = mode === 'data' ? 2 : 1;
  const subject = beginning(traversal, nameLength);
  if (typeStep?.kind !== 'attribute' || nameStep?.kind !== 'attribute') {
    return errorDiagnostic(
      'Invalid reference',
      mode === 'data'
        ? 'The "data" object must be followed by two attribute names: the data source type and the resource name.'
        : 'A reference to a resource type must be followed by at least one attribute access, specifying the resource name.',
      subject,
    );
  }
  const type = typeStep.name;
  const text = `${mode === 'data' ? 'data.' : ''}${type}.${nameStep.name}`;
  const resource = module.resources.get(text);
  if (resource === undefined) return undeclaredResource(mode, type, nameStep.name, module, subject);
  if (node.kind === 'resource' && node.module === module && node.resource === resource) {
    return errorDiagnostic(
      'Self-referential block',
      `Configuration for ${text} may not refer to itself.`,
      subject,
    );
  }
  const [first, second] = rest;
  if (first === undefined) return undefined;
  if (first.kind === 'index' && resource.repetition === undefined) {
    return errorDiagnostic(
      'Unexpected resource instance key',
      `Because ${text} does not have "count" or "for_each" set, references to it must not include an index key. Remove the bracketed index to refer to the single instance of this resource.`,
      beginning(traversal, nameLength + 1),
    );
  }
  if (first.kind === 'attribute' && resource.repetition !== undefined) {
    return missingKey(text, resource.repetition.kind, subject);
  }
  const attribute = first.kind === 'attribute' ? first : second;
  if (attribute?.kind !== 'attribute') return undefined;
  const schema = schemaOf(module, resource);
  if (schema === undefined || schema.type.attributes.has(attribute.name)) return undefined;
  return unsupportedAttribute(attribute.name, schema, toSourceRange(attribute.span));
}

function missingKey(text: string, repetition: Repetition['kind'], subject: SourceRange): Diagnostic {
  const example = repetition === 'count' ? 'count.index' : 'each.key';
  return errorDiagnostic(
    'Missing resource instance key',
    `Because ${text} has "${repetition}" set, its attributes must be accessed on specific instances.\n\nFor example, to correlate with indices of a referring resource, use:\n    ${text}[${example}]`,
    subject,
  );
}

function undeclaredResource(
  mode: 'managed' | 'data',
  type: string,
  name: string,
  module: ModuleConfiguration,
  subject: SourceRange,
): Diagnostic {
  const other = mode === 'data' ? `${type}.${name}` : `data.${type}.${name}`;
  const hint = module.resources.has(other)
    ? `\n\nDid you mean the ${mode === 'data' ? 'managed' : 'data'} resource ${other}?`
    : '';
  return errorDiagnostic(
    'Reference to undeclared resource',
    `A ${mode === 'data' ? 'data' : 'managed'} resource "${type}" "${name}" has not been declared in ${moduleDisplay(module)}.${hint}`,
    subject,
  );
}

function moduleDisplay(module: ModuleConfiguration): string {
  return module.path.length === 0 ? 'the root module' : modulePathText(module.path);
}

function rootName({ root, span }: Traversal): SourceRange {
  return toSourceRange({ ...span, end: span.start + root.length });
}

/** The part of a traversal up to and with a number of its steps. */
function beginning(traversal: Traversal, steps: number): SourceRange {
  const last: Span | undefined = traversal.steps[Math.min(steps, traversal.steps.length) - 1]?.span;
  return toSourceRange(last === undefined ? traversal.span : spanBetween(traversal.span, last));
}
