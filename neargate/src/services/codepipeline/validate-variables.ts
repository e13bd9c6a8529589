import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { invalidAction, invalidStructure } from './errors.ts';

/** Namespaces that are there without an action. */
const pipelineNamespace = 'codepipeline';
const variablesNamespace = 'variables';

/**
 * Throws when a variable or namespace is declared twice, or when a configuration refers to a namespace that no action has.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function validateVariables({ stages = [], variables = [] }: PipelineDeclaration): void {
  const names = variables.map(({ name }) => name);
  for (const name of names) {
    if (names.indexOf(name) !== names.lastIndexOf(name))
      throw invalidStructure(`Pipeline variable '${name ?? ''}' is declared more than once`);
  }
  const namespaces = namespacesOf({ stages });
  for (const { name: stageName = '', actions = [] } of stages) {
    for (const { name: actionName = '', configuration = {} } of actions) {
      for (const [key, value] of Object.entries(configuration)) {
        for (const [text, namespace = '', variable] of value.matchAll(/#\{([^.}]*)\.?([^}]*)\}/g)) {
          const known =
            namespace === variablesNamespace ? names.includes(variable) : namespaces.has(namespace);
          if (!known) {
            throw invalidAction(
              `The following pipeline execution variables are referencing a namespace that does not exist. StageName:[${stageName}] ActionName:[${actionName}] ActionConfigurationKey:[${key}] VariableReferenceText:[${text}]`,
            );
          }
        }
      }
    }
  }
}

function namespacesOf({ stages = [] }: Pick<PipelineDeclaration, 'stages'>): Set<string> {
  const namespaces = new Set([pipelineNamespace]);
  for (const { actions = [] } of stages) {
    for (const { name = '', namespace } of actions) {
      if (namespace === undefined) continue;
      if (namespaces.has(namespace) || namespace === variablesNamespace)
        throw invalidAction(`Namespace '${namespace}' of action '${name}' is already used in the pipeline`);
      namespaces.add(namespace);
    }
  }
  return namespaces;
}
