import type { Diagnostic } from '../core/diagnostics.ts';
import type { Expression } from './ast.ts';
import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** A parameter: the argument is converted to `type` before the function sees it. */
export interface FunctionParameter {
  readonly name: string;
  readonly type: Type;
  /** Without this, null is refused. */
  readonly allowNull?: boolean;
  /** Without this, an unknown argument, or one with anything unknown in it, makes the result unknown without a call. */
  readonly allowUnknown?: boolean;
  /** Unknown elements inside a known argument do not keep the function from being called. */
  readonly allowUnknownInside?: boolean;
  /** Without this, marks are taken off before the call and put on the result. */
  readonly allowMarked?: boolean;
  /** Marks inside the argument stay where they are; only those of the argument itself go to the result. */
  readonly allowMarkedInside?: boolean;
}

/** A function that gets its arguments evaluated and converted. */
export interface ValueFunction {
  readonly name: string;
  readonly description: string;
  readonly params: readonly FunctionParameter[];
  /** Takes any number of further arguments. */
  readonly variadic?: FunctionParameter;
  /** The result's type when the function is not called because an argument is unknown; open when left out. */
  readonly returnType?: Type | ((args: readonly Value[]) => Type);
  /** What is wrong with how the arguments are written, for the rare function that minds. */
  refuseExpressions?(args: readonly Expression[]): FunctionError | undefined;
  /** Computes the result, or throws `FunctionError`. */
  implementation(args: readonly Value[]): Value;
}

/** A function that decides itself which arguments to evaluate, such as `try`. */
export interface LazyFunction {
  readonly name: string;
  readonly description: string;
  readonly lazy: true;
  /** The only parameter, when exactly one argument is wanted. */
  readonly onlyParameter?: string;
  implementation(
    args: readonly Expression[],
    evaluate: (expression: Expression) => Evaluated,
  ): Evaluated | { readonly failure: string };
}

export interface Evaluated {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

export type HclFunction = ValueFunction | LazyFunction;

/** Why a call failed, as the sentence that ends the diagnostic; with an argument's index it is that argument's fault. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly argumentIndex: number | undefined;

  constructor(message: string, argumentIndex?: number) {
    super(message);
    this.argumentIndex = argumentIndex;
  }
}
