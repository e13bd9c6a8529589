import type { ClusterSetting } from '@aws-sdk/client-ecs';
import { invalidParameter } from './errors.ts';

const containerInsightsValues: readonly string[] = ['enabled', 'disabled', 'enhanced'];

/** The settings given, over those there were, over AWS's default. */
export function clusterSettings(
  given: readonly ClusterSetting[] = [],
  before: readonly ClusterSetting[] = [{ name: 'containerInsights', value: 'disabled' }],
): ClusterSetting[] {
  const settings = new Map(before.map((setting) => [setting.name, setting]));
  for (const { name, value } of given) {
    if (name !== 'containerInsights' || !containerInsightsValues.includes(value ?? '')) {
      throw invalidParameter(`Invalid cluster setting: ${name} = ${value}.`);
    }
    settings.set(name, { name, value });
  }
  return [...settings.values()];
}
