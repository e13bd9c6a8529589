import type { Provider } from '../terraform/provider.ts';
import { awsProvider, type AwsProviderOptions } from './aws/aws-provider.ts';

export type ProviderOptions = AwsProviderOptions;

/** Every provider that Neargate has. A type or provider beyond them is recorded by the engine, with a warning. */
export function providers(options: ProviderOptions): readonly Provider<unknown>[] {
  return [awsProvider(options)];
}
