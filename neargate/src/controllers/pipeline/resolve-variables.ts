/** Values by namespace and name. */
export type VariableScope = ReadonlyMap<string, Readonly<Record<string, string>>>;

export type Resolution =
  | { readonly configuration: Readonly<Record<string, string>> }
  /** The first reference that has no value, as it is written. */
  | { readonly unresolved: string };

/**
 * Replaces each `#{namespace.name}` in an action's configuration.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function resolveVariables(
  configuration: Readonly<Record<string, string>>,
  scope: VariableScope,
): Resolution {
  const resolved: Record<string, string> = {};
  let unresolved: string | undefined;
  for (const [key, text] of Object.entries(configuration)) {
    resolved[key] = text.replaceAll(
      /#\{([^.}]*)\.([^}]*)\}/g,
      (reference, namespace: string, name: string) => {
        const values = scope.get(namespace);
        if (values !== undefined && Object.hasOwn(values, name)) return values[name] ?? '';
        unresolved ??= reference;
        return '';
      },
    );
  }
  return unresolved === undefined ? { configuration: resolved } : { unresolved };
}
