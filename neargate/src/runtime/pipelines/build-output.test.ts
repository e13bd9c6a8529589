import { describe, expect, it } from 'vitest';
import { imageBuildFailure, outputOfFailure, withoutImageBuildFailure } from './build-output.ts';

const own = (text: string) => `[Container] 2026/11/26 01:48:00.582000 ${text}\n`;
const source = '/state/builds/55d75ac2-5f82-41bb-adc6-323fc557bbc2/src';
const log = [
  own('Entering phase BUILD'),
  own('Running command npm test'),
  'all is well\n',
  own('Running command docker build -t app web/'),
  `${source}/web/Dockerfile:3\n`,
  '>>> RUN apk add curl\n',
  '\u001B[31mERROR: failed to build: failed to solve: apk needs the files of node:24-alpine\u001B[0m\n',
  'hint: Run with the docker driver.\n',
  own('Command did not exit successfully docker build -t app web/ exit status 1'),
  own('Phase complete: BUILD State: FAILED'),
  own('Entering phase POST_BUILD'),
  own('Running command docker push app'),
  'An image does not exist locally with the tag: app\n',
  own('Phase complete: POST_BUILD State: FAILED'),
];

describe('the output of a failure', () => {
  it('is that of the command that failed the phase, not what came before or after it', () => {
    const lines = outputOfFailure(log, 'BUILD');
    expect(lines[0]).toBe(`${source}/web/Dockerfile:3`);
    expect(lines.at(-1)).toBe('hint: Run with the docker driver.');
    expect(outputOfFailure(log, 'POST_BUILD')).toEqual(['An image does not exist locally with the tag: app']);
  });

  it('is all that was written where the log does not say that the phase ended', () => {
    expect(outputOfFailure(['starting\n', '\n', 'broken\n'], 'BUILD')).toEqual(['starting', 'broken']);
  });
});

describe('an image that cannot be built', () => {
  it('is told with the line of its Dockerfile and the way out', () => {
    expect(imageBuildFailure(outputOfFailure(log, 'BUILD'))).toEqual({
      place: 'web/Dockerfile:3',
      message: 'apk needs the files of node:24-alpine',
      remedy: 'Run with the docker driver.',
    });
  });

  it('is not among what the failed step wrote', () => {
    const lines = outputOfFailure(log, 'BUILD');
    expect(withoutImageBuildFailure(['AssertionError: no', 'see Dockerfile:3 there', ...lines])).toEqual([
      'AssertionError: no',
      'see Dockerfile:3 there',
    ]);
    expect(withoutImageBuildFailure(['plain', 'output'])).toEqual(['plain', 'output']);
  });

  it('is not what another command wrote', () => {
    expect(imageBuildFailure(outputOfFailure(log, 'POST_BUILD'))).toBeUndefined();
  });
});
