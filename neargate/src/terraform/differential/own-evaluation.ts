import type { Diagnostic } from '../../core/diagnostics.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import { toJson, typeToPlain } from '../../hcl/json.ts';
import { parseConfig } from '../../hcl/parser.ts';
import { references } from '../../hcl/references.ts';

import { containsUnknown } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { loadConfiguration } from '../configuration/load-configuration.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';
import type { RunEnvironment } from '../evaluation/expression-scope.ts';
import { expressionScope } from '../evaluation/expression-scope.ts';
import { ModuleScope } from '../evaluation/module-scope.ts';
import { noRepetition } from '../evaluation/repetition.ts';
import { validateReferences } from '../evaluation/validate-references.ts';
import { terraformFunctions } from '../functions/functions.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { Json, Outcome } from './corpus.ts';
import { parseKeepingDigits, writeKeepingDigits } from './corpus.ts';
import { outputBlock } from './terraform-oracle.ts';

/** Evaluates expressions as Neargate does, beside the locals of a prelude directory. */
export interface OwnEvaluation {
  evaluate(name: string, expression: string): Outcome;
}

/**
 * @param directory Where relative paths begin.
 * @param prelude A directory whose configuration declares locals.
 * @param planned Whether it is as in a plan, where the time is unknown.
 */
export async function ownEvaluation(
  directory: string,
  prelude: string,
  planned: boolean,
): Promise<OwnEvaluation> {
  const { root, diagnostics } = loadConfiguration(prelude);
  if (root === undefined || diagnostics.length > 0) throw new Error(diagnostics[0]?.detail ?? 'no prelude');
  const environment: RunEnvironment = {
    functions: terraformFunctions({
      baseDirectory: directory,
      now: () => Date.UTC(2024, 4, 6, 7, 8, 9),
      planTimestampMs: Date.UTC(2024, 4, 6, 7, 8, 9),
      impureUnknown: planned,
    }),
    workspace: 'default',
    workingDirectory: directory,
  };
  const scope = new ModuleScope(root, [], undefined, noRepetition);
  for (const local of root.locals.values()) {
    scope.locals.set(local.name, evaluate(local.expression, expressionScope(scope, environment)).value);
  }
  return { evaluate: (name, expression) => evaluateOne(name, expression, scope, environment, planned) };
}

function evaluateOne(
  name: string,
  text: string,
  scope: ModuleScope,
  environment: RunEnvironment,
  planned: boolean,
): Outcome {
  const { body, diagnostics } = parseConfig(outputBlock(name, text), `${name}.tf`);
  const failed = firstError(diagnostics);
  if (failed !== undefined) return failed;
  const attribute = body.blocks[0]?.body.attributes.get('value');
  if (attribute === undefined) throw new Error(`no output in ${text}`);
  const node: ConfigurationNode = {
    kind: 'local',
    key: name,
    name,
    expression: attribute.expression,
    module: scope.configuration,
    references: [plainReferences(scope.configuration, references(attribute.expression))],
    dependsOn: [],
  };
  const undeclared = firstError(validateReferences(node, () => undefined));
  if (undeclared !== undefined) return undeclared;
  const result = evaluate(attribute.expression, expressionScope(scope, environment));
  return firstError(result.diagnostics) ?? outcome(result.value, planned);
}

function plainReferences(module: ModuleConfiguration, traversals: ReturnType<typeof references>) {
  return { module, traversals, repetition: undefined, selfAllowed: false };
}

function firstError(diagnostics: readonly Diagnostic[]): Outcome | undefined {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return error === undefined ? undefined : { failure: { summary: error.summary, detail: error.detail } };
}

function outcome(wrapper: Value, planned: boolean): Outcome {
  const value = wrapper.kind === 'mapping' ? wrapper.entries.get('v') : undefined;
  if (value === undefined) return { type: null, json: 'null', ...(planned ? { unknown: true } : {}) };
  const isUnknown = containsUnknown(value);
  return {
    // What is still unknown after apply, Terraform writes as a null without a type.
    type: isUnknown ? (planned ? null : 'dynamic') : (typeToPlain(value.type) as Json),
    json: writeKeepingDigits(parseKeepingDigits(isUnknown ? partsJson(value) : toJson(value))),
    ...(planned ? { unknown: isUnknown ? unknownParts(value) : false } : {}),
  };
}

/** As a plan shows a value of which parts are unknown: null in sequences, left out of mappings. */
function partsJson(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return 'null';
    case 'sequence':
      return `[${value.elements.map(partsJson).join(',')}]`;
    case 'mapping':
      return `{${[...value.entries]
        .filter(([, entry]) => entry.kind !== 'unknown')
        .map(([key, entry]) => `${JSON.stringify(key)}:${partsJson(entry)}`)
        .join(',')}}`;
    default:
      return toJson(value);
  }
}

/** Which parts are unknown, as `after_unknown` says it: what is known is left out of mappings. */
function unknownParts(value: Value): Json {
  switch (value.kind) {
    case 'unknown':
      return true;
    case 'sequence':
      return value.elements.map(unknownParts);
    case 'mapping':
      return Object.fromEntries(
        [...value.entries]
          .map(([key, entry]) => [key, unknownParts(entry)] as const)
          .filter(([, entry]) => entry !== false),
      );
    default:
      return false;
  }
}
