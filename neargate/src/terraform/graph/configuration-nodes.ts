import type { Expression } from '../../hcl/ast.ts';
import type { Traversal } from '../../hcl/references.ts';
import { references } from '../../hcl/references.ts';
import { modulePathText, withinModule } from '../addresses/module-address.ts';
import { resourceText } from '../addresses/resource-address.ts';
import type {
  CheckBlock,
  CheckRule,
  ModuleCall,
  ModuleConfiguration,
  OutputConfiguration,
  ProviderConfiguration,
  Repetition,
  ResourceConfiguration,
  VariableConfiguration,
} from '../configuration/module-configuration.ts';
import { outerReferences } from './body-references.ts';

/** A part of the configuration that is evaluated as one step of a run, for all its instances together. */
export type ConfigurationNode = NodeBase &
  (
    | { readonly kind: 'variable'; readonly variable: VariableConfiguration }
    | { readonly kind: 'local'; readonly name: string; readonly expression: Expression }
    | { readonly kind: 'output'; readonly output: OutputConfiguration }
    | { readonly kind: 'module-expansion'; readonly call: ModuleCall; readonly child: ModuleConfiguration }
    | { readonly kind: 'module-end'; readonly call: ModuleCall }
    | { readonly kind: 'provider'; readonly provider: ProviderConfiguration }
    | { readonly kind: 'resource'; readonly resource: ResourceConfiguration }
    | { readonly kind: 'check'; readonly check: CheckBlock }
  );

interface NodeBase {
  /** Unique, and what messages about cycles show. */
  readonly key: string;
  /** The module whose instances it is evaluated in; for a module call, the caller. */
  readonly module: ModuleConfiguration;
  readonly references: readonly ReferenceSet[];
  readonly dependsOn: readonly Expression[];
}

/** References made from one place, and which special names they may use there. */
export interface ReferenceSet {
  readonly module: ModuleConfiguration;
  readonly traversals: readonly Traversal[];
  readonly repetition: Repetition['kind'] | undefined;
  readonly selfAllowed: boolean;
}

export function variableKey(module: ModuleConfiguration, name: string): string {
  return withinModule(modulePathText(module.path), `var.${name}`);
}

export function localKey(module: ModuleConfiguration, name: string): string {
  return withinModule(modulePathText(module.path), `local.${name}`);
}

export function outputKey(module: ModuleConfiguration, name: string): string {
  return withinModule(modulePathText(module.path), `output.${name}`);
}

export function resourceKey(module: ModuleConfiguration, name: string): string {
  return withinModule(modulePathText(module.path), name);
}

export function moduleExpansionKey(module: ModuleConfiguration, callName: string): string {
  return withinModule(modulePathText(module.path), `module.${callName} (expand)`);
}

export function moduleEndKey(module: ModuleConfiguration, callName: string): string {
  return withinModule(modulePathText(module.path), `module.${callName} (close)`);
}

export function providerNodeKey(module: ModuleConfiguration, key: string): string {
  return withinModule(modulePathText(module.path), `provider.${key}`);
}

/** Every node of a module and of the modules it calls. */
export function configurationNodes(
  module: ModuleConfiguration,
  parent?: { readonly module: ModuleConfiguration; readonly call: ModuleCall },
): ConfigurationNode[] {
  const nodes: ConfigurationNode[] = [];
  const plain = (traversals: readonly Traversal[]): ReferenceSet => ({
    module,
    traversals,
    repetition: undefined,
    selfAllowed: false,
  });
  for (const variable of module.variables.values()) {
    const argument = parent?.call.arguments.get(variable.name);
    const fromCall: ReferenceSet[] =
      parent === undefined || argument === undefined
        ? []
        : [
            {
              module: parent.module,
              traversals: references(argument.expression),
              repetition: parent.call.repetition?.kind,
              selfAllowed: false,
            },
          ];
    const own = ruleReferences(variable.validations).filter(
      ({ root, steps: [step] }) =>
        !(root === 'var' && step?.kind === 'attribute' && step.name === variable.name),
    );
    nodes.push({
      kind: 'variable',
      key: variableKey(module, variable.name),
      module,
      variable,
      references: [...fromCall, plain(own)],
      dependsOn: [],
    });
  }
  for (const { name, expression } of module.locals.values()) {
    nodes.push({
      kind: 'local',
      key: localKey(module, name),
      module,
      name,
      expression,
      references: [plain(references(expression))],
      dependsOn: [],
    });
  }
  for (const output of module.outputs.values()) {
    nodes.push({
      kind: 'output',
      key: outputKey(module, output.name),
      module,
      output,
      references: [plain([...references(output.value), ...ruleReferences(output.preconditions)])],
      dependsOn: output.dependsOn,
    });
  }
  for (const [key, provider] of module.providers) {
    nodes.push({
      kind: 'provider',
      key: providerNodeKey(module, key),
      module,
      provider,
      references: [plain(outerReferences(provider.body))],
      dependsOn: [],
    });
  }
  for (const resource of module.resources.values()) nodes.push(resourceNode(module, resource));
  for (const check of module.checks) {
    nodes.push({
      kind: 'check',
      key: withinModule(modulePathText(module.path), `check.${check.name}`),
      module,
      check,
      references: [plain(ruleReferences(check.assertions))],
      dependsOn: [],
    });
  }
  for (const call of module.moduleCalls.values()) {
    const child = module.children.get(call.name);
    if (child === undefined) continue;
    nodes.push({
      kind: 'module-expansion',
      key: moduleExpansionKey(module, call.name),
      module,
      call,
      child,
      references: [plain(repetitionReferences(call.repetition))],
      dependsOn: call.dependsOn,
    });
    nodes.push(...configurationNodes(child, { module, call }));
    nodes.push({
      kind: 'module-end',
      key: moduleEndKey(module, call.name),
      module,
      call,
      references: [],
      dependsOn: [],
    });
  }
  return nodes;
}

function resourceNode(module: ModuleConfiguration, resource: ResourceConfiguration): ConfigurationNode {
  const { lifecycle } = resource;
  const repetition = resource.repetition?.kind;
  const set = (traversals: readonly Traversal[], selfAllowed: boolean): ReferenceSet => ({
    module,
    traversals,
    repetition,
    selfAllowed,
  });
  return {
    kind: 'resource',
    key: resourceKey(module, resourceText(resource.address)),
    module,
    resource,
    references: [
      { ...set(repetitionReferences(resource.repetition), false), repetition: undefined },
      set(
        [
          ...outerReferences(resource.body),
          ...ruleReferences(lifecycle.preconditions),
          ...lifecycle.replaceTriggeredBy.flatMap(references),
        ],
        false,
      ),
      set(
        [
          ...ruleReferences(lifecycle.postconditions),
          ...resource.provisioners.flatMap(({ body }) => outerReferences(body)),
        ],
        true,
      ),
    ],
    dependsOn: resource.dependsOn,
  };
}

function repetitionReferences(repetition: Repetition | undefined): Traversal[] {
  return repetition === undefined ? [] : references(repetition.expression);
}

function ruleReferences(rules: readonly CheckRule[]): Traversal[] {
  return rules.flatMap((rule) => [...references(rule.condition), ...references(rule.errorMessage)]);
}
