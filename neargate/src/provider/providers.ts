import type { Provider } from '../terraform/provider.ts';
import { awsProvider, type AwsProviderOptions } from './aws/aws-provider.ts';
import { localProvider } from './local/local-provider.ts';
import { nullProvider } from './null/null-provider.ts';
import { randomProvider } from './random/random-provider.ts';
import { templateProvider } from './template/template-provider.ts';
import { timeProvider } from './time/time-provider.ts';

export interface ProviderOptions extends AwsProviderOptions {
  /** What relative file names of the `local` and `template` providers are relative to; the process's directory when absent. */
  readonly workingDirectory?: string;
}

/** Every provider that Neargate has. A type or provider beyond them is recorded by the engine, with a warning. */
export function providers(options: ProviderOptions): readonly Provider<unknown>[] {
  return [
    awsProvider(options),
    localProvider(options.workingDirectory),
    nullProvider(options.ids),
    randomProvider(options.ids),
    templateProvider(options.workingDirectory),
    timeProvider(options.clock),
  ];
}
