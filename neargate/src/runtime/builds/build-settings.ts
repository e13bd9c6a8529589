import { UserError } from '../../core/user-error.ts';

const defaultPlaces = 2;
const mostPlaces = 64;

/** What the environment says about builds. */
export interface BuildSettings {
  /** How many run at the same time. */
  readonly places: number;
  readonly keepsFolders: boolean;
}

/**
 * Reads NEARGATE_BUILDS (a number, 2 when absent) and NEARGATE_KEEP_BUILDS (1 keeps the folders of builds that have ended).
 * @throws UserError naming the variable and what it accepts
 */
export function readBuildSettings(environment: Readonly<Record<string, string | undefined>>): BuildSettings {
  const text = environment['NEARGATE_BUILDS'] ?? '';
  const keep = environment['NEARGATE_KEEP_BUILDS'] ?? '';
  const places = text === '' ? defaultPlaces : Number(text);
  if (!Number.isInteger(places) || places < 1 || places > mostPlaces) {
    throw new UserError(`NEARGATE_BUILDS is "${text}".`, {
      remedy: `Set it to the number of builds that may run at the same time, from 1 to ${mostPlaces}.`,
    });
  }
  return { places, keepsFolders: keep !== '' && keep !== '0' };
}
