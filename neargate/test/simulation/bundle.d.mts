import type { Mutation } from './mutations.ts';

export function bundleSimulation(
  outfile: string,
  mutation?: Pick<Mutation, 'file' | 'from' | 'to'>,
): Promise<void>;
