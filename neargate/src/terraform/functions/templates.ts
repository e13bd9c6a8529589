import type { Diagnostic } from '../../core/diagnostics.ts';
import { hasErrors } from '../../core/diagnostics.ts';
import type { Expression } from '../../hcl/ast.ts';
import { convert } from '../../hcl/conversion.ts';
import { evaluate } from '../../hcl/evaluation.ts';
import type { HclFunction, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { parseTemplate } from '../../hcl/parser.ts';
import { references } from '../../hcl/references.ts';
import { variableScope } from '../../hcl/scope.ts';
import { rangeText } from '../../hcl/source.ts';
import { dynamicType, stringType } from '../../hcl/types.ts';
import type { Value } from '../../hcl/values.ts';
import { argumentAt, textAt } from './arguments.ts';
import { readText } from './filesystem.ts';

/** Functions that render templates. `functions` are those a template may call; templates may not render templates. */
export function templateFunctions(
  baseDirectory: string,
  functions: ReadonlyMap<string, HclFunction>,
): readonly ValueFunction[] {
  return [
    {
      name: 'templatefile',
      description: 'Renders a file as a template with the given variables.',
      params: [
        { name: 'path', type: stringType },
        { name: 'vars', type: dynamicType, allowUnknownInside: true, allowMarkedInside: true },
      ],
      implementation(args) {
        const path = textAt(args, 0);
        return render(readText(baseDirectory, path), path, argumentAt(args, 1), functions);
      },
    },
    {
      name: 'templatestring',
      description: 'Renders a text as a template with the given variables.',
      params: [
        { name: 'template', type: stringType },
        { name: 'vars', type: dynamicType, allowUnknownInside: true, allowMarkedInside: true },
      ],
      returnType: stringType,
      refuseExpressions: refuseInlineTemplate,
      implementation(args) {
        return renderString(textAt(args, 0), '<templatestring argument>', argumentAt(args, 1), functions);
      },
    },
  ];
}

/** Renders a text outside an expression. @throws FunctionError with the place inside the template */
export function renderText(
  text: string,
  variables: Value,
  functions: ReadonlyMap<string, HclFunction>,
): string {
  const rendered = renderString(text, '<template_file>', variables, functions);
  if (rendered.kind !== 'string') throw new FunctionError('invalid template result: not a known text');
  return rendered.string;
}

function renderString(
  text: string,
  name: string,
  variables: Value,
  functions: ReadonlyMap<string, HclFunction>,
): Value {
  const converted = convert(render(text, name, variables, functions), stringType);
  if (!converted.ok) throw new FunctionError(`invalid template result: ${converted.reason}`);
  return converted.value;
}

function render(
  text: string,
  name: string,
  variables: Value,
  functions: ReadonlyMap<string, HclFunction>,
): Value {
  const { expression, diagnostics } = parseTemplate(text, name);
  const [problem] = diagnostics;
  if (expression === undefined || problem !== undefined) {
    throw templateFailure(problem, name);
  }
  if (variables.kind !== 'mapping') throw new FunctionError('invalid vars value: must be a map', 1);
  checkVariables(expression, name, variables.entries);
  const result = evaluate(expression, variableScope(variables.entries, functions));
  const error = result.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  if (error === undefined || !hasErrors(result.diagnostics)) return result.value;
  throw templateFailure(error, name);
}

function templateFailure(problem: Diagnostic | undefined, name: string): FunctionError {
  const place = problem?.subject === undefined ? name : rangeText(problem.subject);
  return new FunctionError(`${place}: ${problem?.summary}; ${problem?.detail}`);
}

/** As in Terraform: a template that is written out where it is rendered should be an ordinary template. */
function refuseInlineTemplate([template]: readonly Expression[]): FunctionError | undefined {
  switch (template?.kind) {
    case 'literal':
    case 'template':
    case 'template-wrap':
      return new FunctionError(
        'invalid template expression: templatestring is only for rendering templates retrieved dynamically from elsewhere; to render an inline template, consider using a plain template string expression',
        0,
      );
    default:
      return undefined;
  }
}

function checkVariables(expression: Expression, name: string, entries: ReadonlyMap<string, Value>): void {
  for (const key of entries.keys()) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key)) {
      throw new FunctionError(
        `invalid template variable name "${key}": must start with a letter, followed by zero or more letters, digits, and underscores`,
        1,
      );
    }
  }
  for (const { root, span } of references(expression)) {
    if (entries.has(root)) continue;
    const { line, column } = span.source.position(span.start);
    throw new FunctionError(
      `vars map does not contain key "${root}", referenced at ${name}:${line},${column}-${column + root.length}`,
      1,
    );
  }
}
