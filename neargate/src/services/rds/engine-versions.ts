import { invalidParameterCombination } from './errors.ts';

/**
 * The PostgreSQL versions that can be asked for: the newest minor of each major. The server that runs is the one Neargate ships,
 * whatever version is asked for; the instance's observed state says which.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const newestMinor: Readonly<Record<string, number>> = {
  '13': 23,
  '14': 20,
  '15': 15,
  '16': 11,
  '17': 7,
  '18': 1,
};

export const defaultEngineVersion = '17.7';

export const engineVersions: readonly string[] = Object.entries(newestMinor).flatMap(([major, minor]) =>
  Array.from({ length: minor }, (_, index) => `${major}.${index + 1}`),
);

/** The full version: a major alone stands for its newest minor. */
export function resolveEngineVersion(asked: string | undefined): string {
  if (asked === undefined) return defaultEngineVersion;
  const minor = newestMinor[asked];
  if (minor !== undefined) return `${asked}.${minor}`;
  if (engineVersions.includes(asked)) return asked;
  throw invalidParameterCombination(`Cannot find version ${asked} for postgres`);
}

/** `postgres16` of `16.11`. */
export function parameterGroupFamily(engineVersion: string): string {
  return `postgres${majorOf(engineVersion)}`;
}

export function majorOf(engineVersion: string): string {
  return engineVersion.split('.')[0] ?? engineVersion;
}
