import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { invalidStructure } from './errors.ts';

/** Throws when an output's name is used twice, or when an input is nothing that an earlier action puts out. */
export function validateArtifacts({ stages = [] }: PipelineDeclaration): void {
  const available = new Set<string>();
  for (const { actions = [] } of stages) {
    const orders = [...new Set(actions.map(({ runOrder = 1 }) => runOrder))].toSorted(
      (left, right) => left - right,
    );
    for (const order of orders) {
      const together = actions.filter(({ runOrder = 1 }) => runOrder === order);
      for (const { name = '', inputArtifacts = [] } of together) {
        for (const { name: input = '' } of inputArtifacts) {
          if (!available.has(input)) {
            throw invalidStructure(
              `Input Artifact Bundle ${input} in action ${name} is not declared as Output Artifact Bundle in any of the preceding actions`,
            );
          }
        }
      }
      for (const { outputArtifacts = [] } of together) {
        for (const { name: output = '' } of outputArtifacts) {
          if (available.has(output)) {
            throw invalidStructure(
              `Output Artifact Bundle name must be unique within the pipeline. ${output} has been used more than once`,
            );
          }
          available.add(output);
        }
      }
    }
  }
}
