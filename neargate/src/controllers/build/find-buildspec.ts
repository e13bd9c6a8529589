import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Buildspec, BuildspecError } from '../../services/codebuild/buildspec/buildspec.ts';
import { parseBuildspec } from '../../services/codebuild/buildspec/parse-buildspec.ts';
import type { BuildRow } from '../../services/codebuild/store.ts';
import type { OperationContext } from '../../services/context.ts';
import { readObject } from './download-source.ts';
import { PhaseFailure } from './environment.ts';

/** Where an inline buildspec is on AWS. */
const inlinePlace = '/codebuild/readonly/buildspec.yml';
const defaultFile = 'buildspec.yml';

/**
 * Reads the build's buildspec: inline YAML, a file of the source, or an object in S3.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-name-storage
 * @throws PhaseFailure with YAML_FILE_ERROR and, for a file, its name
 */
export function findBuildspec(
  context: OperationContext,
  { settings }: BuildRow,
  sourceDirectory: string,
): { readonly location: string; readonly spec: Buildspec } {
  const given = settings.source.buildspec ?? '';
  if (given.includes('\n')) return { location: inlinePlace, spec: parse(given, undefined) };
  if (/^arn:[\w-]+:s3:::/.test(given)) {
    const [bucket = '', ...key] = given.replace(/^arn:[\w-]+:s3:::/, '').split('/');
    const { bytes } = readObject(context, bucket, key.join('/'), undefined);
    return { location: given, spec: parse(bytes.toString('utf8'), given) };
  }
  const name = given === '' ? defaultFile : given;
  const location = path.resolve(sourceDirectory, name);
  const isFile = statSync(location, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile || !location.startsWith(`${sourceDirectory}/`))
    throw new PhaseFailure('YAML_FILE_ERROR', `stat ${location}: no such file or directory`);
  return { location, spec: parse(readFileSync(location, 'utf8'), name) };
}

/** AWS does not say which file; whoever has several services wants to know. */
function parse(text: string, name: string | undefined): Buildspec {
  try {
    return parseBuildspec(text);
  } catch (error) {
    if (!(error instanceof BuildspecError)) throw error;
    throw new PhaseFailure(
      'YAML_FILE_ERROR',
      name === undefined ? error.message : `${error.message} (${name})`,
    );
  }
}
