import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import type { Scope } from '../../hcl/scope.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { containsMark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import { modulePathText, rootModule } from '../addresses/module-address.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';
import type { ConfigurationNode } from '../graph/configuration-nodes.ts';
import type { VisitResult } from '../graph/walk.ts';
import type { RootVariable } from '../inputs/root-variables.ts';
import { checkRules } from './check-rules.ts';
import { emptyExpansion } from './expansion.ts';
import type { RunEnvironment, ScopeOptions } from './expression-scope.ts';
import { expressionScope } from './expression-scope.ts';
import { ModuleScope } from './module-scope.ts';
import { noRepetition, repeat } from './repetition.ts';
import { evaluateVariable } from './variables.ts';

/** What is reported when an assertion of a `check` block does not hold. */
export const checkFailedSummary = 'Check block assertion failed';

/** A node that is evaluated in the same way whether a plan is made or applied. */
export type EvaluatedNode = Exclude<ConfigurationNode, { kind: 'resource' | 'provider' }>;

/**
 * Evaluates a configuration node by node, in an order that a walk gives, and keeps what each module instance has come to.
 * Diagnostics are collected; what depends on a node with an error is not visited.
 */
export class ConfigurationEvaluator {
  readonly root: ModuleScope;
  readonly diagnostics: Diagnostic[] = [];
  private readonly environment: RunEnvironment;
  private readonly rootVariables: ReadonlyMap<string, RootVariable>;
  /** By the module's path. */
  private readonly instances = new Map<string, ModuleScope[]>();

  constructor(
    configuration: ModuleConfiguration,
    rootVariables: ReadonlyMap<string, RootVariable>,
    environment: RunEnvironment,
  ) {
    this.root = new ModuleScope(configuration, rootModule, undefined, noRepetition);
    this.rootVariables = rootVariables;
    this.environment = environment;
    this.instances.set('', [this.root]);
  }

  /** The instances that a module has, as far as its calls have been visited. */
  instancesOf(module: ModuleConfiguration): readonly ModuleScope[] {
    return this.instances.get(modulePathText(module.path)) ?? [];
  }

  scope(module: ModuleScope, options?: ScopeOptions): Scope {
    return expressionScope(module, this.environment, options);
  }

  visit(node: EvaluatedNode): VisitResult {
    switch (node.kind) {
      case 'variable':
        return this.each(node, (module) => this.visitVariable(module, node));
      case 'local':
        return this.each(node, (module) => {
          const { value, diagnostics } = evaluate(node.expression, this.scope(module));
          module.locals.set(node.name, value);
          return diagnostics;
        });
      case 'output':
        return this.each(node, (module) => this.visitOutput(module, node));
      case 'module-expansion':
        return this.each(node, (module) => this.expandModule(module, node));
      case 'module-end':
        return 'done';
      case 'check':
        return this.each(node, (module) =>
          checkRules(node.check.assertions, this.scope(module), {
            severity: 'warning',
            summary: checkFailedSummary,
          }),
        );
    }
  }

  /** Does the same in every instance of the node's module. */
  private each(
    node: ConfigurationNode,
    evaluateIn: (module: ModuleScope) => readonly Diagnostic[],
  ): VisitResult {
    let result: VisitResult = 'done';
    for (const module of this.instancesOf(node.module)) {
      const diagnostics = evaluateIn(module);
      this.diagnostics.push(...diagnostics);
      if (hasErrors(diagnostics)) result = 'failed';
    }
    return result;
  }

  private visitVariable(
    module: ModuleScope,
    { variable }: EvaluatedNode & { kind: 'variable' },
  ): readonly Diagnostic[] {
    const argument = module.callArguments.get(variable.name);
    const given =
      module.parent === undefined || argument === undefined
        ? this.rootValue(module, variable.name)
        : {
            ...evaluate(argument.expression, this.scope(module.parent, { repetition: module.repetition })),
            subject: toSourceRange(argument.expression.span),
          };
    const { value, diagnostics } = evaluateVariable(variable, module.text, given, (own) =>
      this.scope(withVariable(module, variable.name, own)),
    );
    module.variables.set(variable.name, value);
    return diagnostics;
  }

  private rootValue(module: ModuleScope, name: string) {
    const variable = module.parent === undefined ? this.rootVariables.get(name) : undefined;
    return { value: variable?.value, subject: variable?.subject, diagnostics: [] };
  }

  private visitOutput(
    module: ModuleScope,
    { output }: EvaluatedNode & { kind: 'output' },
  ): readonly Diagnostic[] {
    const scope = this.scope(module);
    const rules = checkRules(output.preconditions, scope, {
      severity: 'error',
      summary: 'Module output value precondition failed',
    });
    if (hasErrors(rules)) return rules;
    const { value, diagnostics } = evaluate(output.value, scope);
    module.outputs.set(output.name, value);
    if (hasErrors(diagnostics) || module.parent !== undefined) return [...rules, ...diagnostics];
    return [...rules, ...diagnostics, ...exposureErrors(value, output.sensitive, toSourceRange(output.span))];
  }

  private expandModule(
    module: ModuleScope,
    { call, child }: EvaluatedNode & { kind: 'module-expansion' },
  ): readonly Diagnostic[] {
    const repeated = repeat(call.repetition, this.scope(module));
    if (repeated.instances === undefined) return repeated.diagnostics;
    const expansion = emptyExpansion<ModuleScope>(repeated.kind);
    const path = modulePathText(child.path);
    const instances = this.instances.get(path) ?? [];
    for (const [key, repetition] of repeated.instances) {
      const instance = new ModuleScope(
        child,
        [...module.address, { name: call.name, key }],
        module,
        repetition,
      );
      expansion.instances.set(key, instance);
      instances.push(instance);
    }
    this.instances.set(path, instances);
    module.children.set(call.name, expansion);
    return repeated.diagnostics;
  }
}

/** The module as its variable's own validations see it: with the variable already set. */
function withVariable(module: ModuleScope, name: string, value: Value): ModuleScope {
  module.variables.set(name, value);
  return module;
}

function exposureErrors(value: Value, sensitive: boolean, subject: Diagnostic['subject']): Diagnostic[] {
  if (containsMark(value, 'ephemeral')) {
    return [
      errorDiagnostic(
        'Ephemeral value not allowed',
        'This output value is not declared as returning an ephemeral value, so it cannot be set to a result derived from an ephemeral value.',
        subject,
      ),
    ];
  }
  if (sensitive || !containsMark(value, 'sensitive')) return [];
  return [
    errorDiagnostic(
      'Output refers to sensitive values',
      'To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform requires that any root module output containing sensitive data be explicitly marked as sensitive, to confirm your intent.\n\nIf you do intend to export this data, annotate the output value as sensitive by adding the following argument:\n    sensitive = true',
      subject,
    ),
  ];
}
