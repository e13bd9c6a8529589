import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, warningDiagnostic } from '../../core/diagnostics.ts';
import { toJson } from '../../hcl/json.ts';
import { typeFriendlyName } from '../../hcl/types.ts';
import { formatValue } from '../rendering/format-value.ts';
import { outputRaw, outputsJson, outputsText } from '../rendering/output-text.ts';
import { readStateFile } from '../state/state-file.ts';
import { stateFileOf } from '../state/state-location.ts';
import type { OutputState } from '../state/state.ts';
import type { Output } from './report.ts';
import { report } from './report.ts';

/** Shows outputs as the last apply left them, as `terraform output` does. Resolves to the exit code. */
export async function showOutputs(
  request: { readonly format?: 'text' | 'json' | 'raw'; readonly outputName?: string },
  output: Output,
  stateRoot: string,
  directory: string,
  workspace: string,
): Promise<number> {
  const { format = 'text', outputName } = request;
  const outputs = await readOutputs(stateRoot, directory, workspace);
  const print = (text: string) => output.emit({ kind: 'text', text });
  const end = (diagnostic: Diagnostic) => Number(report(output, [diagnostic], new Map()));
  if (outputName === undefined) {
    if (format === 'raw') return end(rawNeedsName);
    if (format === 'json') print(outputsJson(outputs));
    else if (outputs.size === 0) return end(noOutputs);
    else print(outputsText(outputs));
    return 0;
  }
  const found = outputs.get(outputName);
  if (found === undefined)
    return end(outputs.size === 0 && format !== 'json' ? noOutputs : notFound(outputName));
  const { value } = found;
  switch (format) {
    case 'text':
      print(`${formatValue(value)}\n`);
      return 0;
    case 'json':
      print(`${toJson(value)}\n`);
      return 0;
    case 'raw': {
      const raw = outputRaw(value);
      if (raw === undefined) return end(unsupportedRaw(outputName, found));
      print(raw);
      return 0;
    }
  }
}

async function readOutputs(
  stateRoot: string,
  directory: string,
  workspace: string,
): Promise<ReadonlyMap<string, OutputState>> {
  try {
    const state = await readStateFile(await stateFileOf(stateRoot, directory, workspace));
    return state?.outputs ?? new Map<string, OutputState>();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}

const noOutputs = warningDiagnostic(
  'No outputs found',
  'The state file either has no outputs defined, or all the defined outputs are empty. Please define an output in your configuration with the `output` keyword and run `terraform refresh` for it to become available. If you are using interpolation, please verify the interpolated value is not empty. You can use the `terraform console` command to assist.',
);

const rawNeedsName = errorDiagnostic(
  'Output name required',
  'You must give the name of a single output value when using the -raw option.',
);

function notFound(name: string): Diagnostic {
  return errorDiagnostic(
    `Output "${name}" not found`,
    "The output variable requested could not be found in the state file. If you recently added this to your configuration, be sure to run `terraform apply`, since the state won't be updated with new output variables until that command is run.",
  );
}

function unsupportedRaw(name: string, { value }: OutputState): Diagnostic {
  const what = value.kind === 'null' ? 'is null' : `is ${typeFriendlyName(value.type)}`;
  return errorDiagnostic(
    'Unsupported value for raw output',
    `The -raw option only supports strings, numbers, and boolean values, but output value "${name}" ${what}.\n\nUse the -json option for machine-readable representations of output values that have complex types.`,
  );
}
