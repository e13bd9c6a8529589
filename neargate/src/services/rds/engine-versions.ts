import { invalidParameterCombination } from './errors.ts';

/** The engines whose server Neargate has: both are PostgreSQL. */
export type Engine = 'postgres' | 'aurora-postgresql';

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

/** Aurora leaves minors out. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html */
const minorsOfAurora: Readonly<Record<string, readonly number[]>> = {
  '13': [9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 21, 22, 23],
  '14': [6, 7, 8, 9, 10, 11, 12, 13, 15, 17, 18, 19, 20],
  '15': [2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 15],
  '16': [1, 2, 3, 4, 6, 8, 9, 10, 11],
  '17': [4, 5, 6, 7],
};

const versionsOf: Readonly<Record<Engine, readonly string[]>> = {
  postgres: Object.entries(newestMinor).flatMap(([major, minor]) =>
    Array.from({ length: minor }, (_, index) => `${major}.${index + 1}`),
  ),
  'aurora-postgresql': Object.entries(minorsOfAurora).flatMap(([major, minors]) =>
    minors.map((minor) => `${major}.${minor}`),
  ),
};

export const engines = Object.keys(versionsOf) as readonly Engine[];

export function isEngine(name: string | undefined): name is Engine {
  return name !== undefined && Object.hasOwn(versionsOf, name);
}

export function engineVersions(engine: Engine): readonly string[] {
  return versionsOf[engine];
}

/** Of each engine, when none is asked for. */
export const defaultEngineVersion = '17.7';

/** The full version: a major alone stands for its newest minor. */
export function resolveEngineVersion(asked: string | undefined, engine: Engine = 'postgres'): string {
  if (asked === undefined) return defaultEngineVersion;
  const newest = versionsOf[engine].findLast((version) => majorOf(version) === asked);
  if (newest !== undefined) return newest;
  if (versionsOf[engine].includes(asked)) return asked;
  throw invalidParameterCombination(`Cannot find version ${asked} for ${engine}`);
}

/** `postgres16` of `16.11`. */
export function parameterGroupFamily(engineVersion: string, engine: Engine = 'postgres'): string {
  return `${engine}${majorOf(engineVersion)}`;
}

export function majorOf(engineVersion: string): string {
  return engineVersion.split('.')[0] ?? engineVersion;
}
