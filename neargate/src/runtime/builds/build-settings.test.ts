import { expect, it } from 'vitest';
import { readBuildSettings } from './build-settings.ts';

it('builds are two at a time and leave nothing, unless told otherwise', () => {
  expect(readBuildSettings({})).toEqual({ places: 2, keepsFolders: false });
  expect(readBuildSettings({ NEARGATE_BUILDS: '5', NEARGATE_KEEP_BUILDS: '1' })).toEqual({
    places: 5,
    keepsFolders: true,
  });
  expect(() => readBuildSettings({ NEARGATE_BUILDS: 'many' })).toThrow('NEARGATE_BUILDS is "many".');
  expect(() => readBuildSettings({ NEARGATE_BUILDS: '0' })).toThrow('NEARGATE_BUILDS is "0".');
});
