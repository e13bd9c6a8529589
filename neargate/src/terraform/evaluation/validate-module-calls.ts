import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { unsupportedArgument } from '../configuration/body-content.ts';
import type { ModuleConfiguration } from '../configuration/module-configuration.ts';

/** Checks that every call gives the variables its module requires, and no others. */
export function validateModuleCalls(module: ModuleConfiguration): Diagnostic[] {
  return [...module.moduleCalls.values()].flatMap((call) => {
    const child = module.children.get(call.name);
    if (child === undefined) return [];
    const missing = [...child.variables.values()]
      .filter((variable) => variable.default === undefined && !call.arguments.has(variable.name))
      .map((variable) =>
        errorDiagnostic(
          'Missing required argument',
          `The argument "${variable.name}" is required, but no definition was found.`,
          toSourceRange(call.missingItemSpan),
        ),
      );
    const extra = [...call.arguments.values()]
      .filter(({ name }) => !child.variables.has(name))
      .map((argument) => unsupportedArgument(argument, child.variables.keys()));
    return [...missing, ...extra, ...validateModuleCalls(child)];
  });
}
