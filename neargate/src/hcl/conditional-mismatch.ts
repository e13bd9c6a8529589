import type { Type } from './types.ts';
import { dynamicType, typeEquals, typeFriendlyName } from './types.ts';

/** How the types of a conditional's two results differ, for types that do not unify. */
export function describeConditionalMismatch(whenTrue: Type, whenFalse: Type): string {
  if (whenTrue.kind === 'object' && whenFalse.kind === 'object') {
    for (const [name, type] of whenTrue.attributes) {
      const other = whenFalse.attributes.get(name);
      if (other === undefined) {
        return `The 'true' value includes object attribute "${name}", which is absent in the 'false' value`;
      }
      if (!typeEquals(type, other)) {
        return `Type mismatch for object attribute "${name}": ${describeConditionalMismatch(type, other)}`;
      }
    }
    const added = [...whenFalse.attributes.keys()].find((name) => !whenTrue.attributes.has(name));
    if (added !== undefined) {
      return `The 'false' value includes object attribute "${added}", which is absent in the 'true' value`;
    }
  }
  if (whenTrue.kind === 'tuple' && whenFalse.kind === 'tuple') {
    const [trueLength, falseLength] = [whenTrue.elements.length, whenFalse.elements.length];
    if (trueLength !== falseLength) {
      return `The 'true' tuple has length ${trueLength}, but the 'false' tuple has length ${falseLength}`;
    }
    for (const [index, type] of whenTrue.elements.entries()) {
      const other = whenFalse.elements[index] ?? dynamicType;
      if (!typeEquals(type, other)) {
        return `Type mismatch for tuple element ${index}: ${describeConditionalMismatch(type, other)}`;
      }
    }
  }
  if ('element' in whenTrue && 'element' in whenFalse && whenTrue.kind === whenFalse.kind) {
    const [a, b] = [whenTrue.element, whenFalse.element];
    if ((a.kind === 'object' && b.kind === 'object') || (a.kind === 'tuple' && b.kind === 'tuple')) {
      return `Mismatched ${whenTrue.kind} element types: ${describeConditionalMismatch(a, b)}`;
    }
  }
  const [trueName, falseName] = [typeFriendlyName(whenTrue), typeFriendlyName(whenFalse)];
  if (trueName === falseName) {
    return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the 'false' value";
  }
  return `The 'true' value is ${trueName}, but the 'false' value is ${falseName}`;
}
