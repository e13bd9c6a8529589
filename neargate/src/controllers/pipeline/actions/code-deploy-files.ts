import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { readZip, ZipError } from '../../../drivers/zip/read-zip.ts';
import { readInput } from '../artifacts.ts';
import { jsonErrorPosition } from '../json-position.ts';
import { ActionFailure, type ActionRun } from './provider.ts';

/** What a CodeDeployToECS action reads from its input artifacts. */
export interface CodeDeployFiles {
  /** With the images put in. */
  readonly taskDefinition: RegisterTaskDefinitionRequest;
  /** With `<TASK_DEFINITION>` still in it. */
  readonly appSpec: string;
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const mostArtifactBytes = 3 * 1024 * 1024;
const imageNumbers = [1, 2, 3, 4] as const;

/** @throws ActionFailure that names the file, its artifact and what is wrong with it */
export function readFiles(run: ActionRun): CodeDeployFiles {
  const { configuration } = run;
  const taskDefinition = fileOf(run, {
    kind: 'task definition',
    artifact: configuration['TaskDefinitionTemplateArtifact'],
    path: configuration['TaskDefinitionTemplatePath'] ?? 'taskdef.json',
  });
  const appSpec = fileOf(run, {
    kind: 'appspec',
    artifact: configuration['AppSpecTemplateArtifact'],
    path: configuration['AppSpecTemplatePath'] ?? 'appspec.yaml',
  });
  const text = imageNumbers.reduce((before, image) => withImage(run, before, image), taskDefinition.text);
  const parsed = parseJson({ ...taskDefinition, text });
  return { taskDefinition: withoutNulls(parsed) as RegisterTaskDefinitionRequest, appSpec: appSpec.text };
}

interface WantedFile {
  /** As AWS calls it in its messages. */
  readonly kind: 'task definition' | 'appspec' | 'image';
  readonly artifact: string | undefined;
  readonly path: string;
}

interface FoundFile extends WantedFile {
  readonly text: string;
}

function fileOf(run: ActionRun, wanted: WantedFile): FoundFile {
  const { artifact = '', path } = wanted;
  const location = run.row.inputArtifacts.find(({ name }) => name === artifact);
  if (location === undefined) throw unreadable(wanted, `it is not an input artifact of the action.`);
  const zip = readInput(run, location);
  if (zip.length > mostArtifactBytes) {
    throw unreadable(
      wanted,
      `it has ${zip.length} bytes, and can have at most ${mostArtifactBytes}. Put only the files of the deployment into the artifact.`,
    );
  }
  let content: Uint8Array | undefined;
  try {
    content = readZip(zip)
      .find((entry) => entry.path === path)
      ?.content();
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    throw unreadable(wanted, `it is not a ZIP file that can be read: ${error.message}.`);
  }
  if (content === undefined) throw unreadable(wanted, `there is no file ${path} in it.`);
  const text = Buffer.from(content)
    .toString('utf8')
    .replace(/^\u{feff}/u, '');
  return { ...wanted, text };
}

/** Replaces the placeholder of an image, such as `<IMAGE1_NAME>`, with its URI in the artifact's imageDetail.json. */
function withImage(run: ActionRun, text: string, image: (typeof imageNumbers)[number]): string {
  const artifact = run.configuration[`Image${image}ArtifactName`];
  const placeholder = run.configuration[`Image${image}ContainerName`];
  if (artifact === undefined || placeholder === undefined) return text;
  const file = fileOf(run, { kind: 'image', artifact, path: 'imageDetail.json' });
  const uri = (parseJson(file) as { readonly ImageURI?: unknown } | null)?.ImageURI;
  if (typeof uri !== 'string' || uri === '') {
    throw unreadable(file, 'imageDetail.json has no "ImageURI": write {"ImageURI": "REPOSITORY:TAG"}.');
  }
  if (!text.includes(`<${placeholder}>`)) {
    throw new ActionFailure(
      'ConfigurationError',
      `Invalid action configuration. The task definition has no placeholder <${placeholder}>, which Image${image}ContainerName names: the image ${uri} would not be deployed.`,
    );
  }
  return text.replaceAll(`<${placeholder}>`, uri);
}

function parseJson(file: FoundFile): unknown {
  try {
    return JSON.parse(file.text);
  } catch {
    const { line, column } = jsonErrorPosition(file.text);
    throw unreadable(file, `${file.path} is not valid JSON at line ${line}, column ${column}.`);
  }
}

/** What `aws ecs describe-task-definition` prints has nulls where nothing is set. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}

/** AWS's text, and what it leaves out: why. */
function unreadable({ kind, artifact = '' }: WantedFile, why: string): ActionFailure {
  return new ActionFailure(
    'ConfigurationError',
    `Invalid action configuration. Exception while trying to read the ${kind} artifact file from: ${artifact}: ${why}`,
  );
}
