import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
  LaunchTemplate,
  LaunchTemplateVersion,
  ModifyLaunchTemplateRequest,
  ModifyLaunchTemplateResult,
  RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../core/aws-error.ts';
import { operation } from '../../operation.ts';
import { ec2WithDefaults } from '../default-network.ts';
import {
  invalidParameterCombination,
  launchTemplateNameNotFound,
  launchTemplateNotFound,
  missingParameter,
  required,
} from '../errors.ts';
import { applyFilters } from '../filters.ts';
import { page, selectById } from '../paging.ts';
import type { Ec2Tables, LaunchTemplateRow, LaunchTemplateVersionRow } from '../store.ts';
import { describeTags, removeTags, tagOnCreate } from '../tags.ts';

/** What names one template. */
interface Named {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
export const createLaunchTemplate = operation<CreateLaunchTemplateRequest, CreateLaunchTemplateResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const name = required(input.LaunchTemplateName, 'LaunchTemplateName');
    const data = required(input.LaunchTemplateData, 'LaunchTemplateData');
    if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name)) {
      throw new AwsError(
        'InvalidLaunchTemplateName.MalformedException',
        'A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
      );
    }
    if (byName(tables, name) !== undefined) {
      throw new AwsError(
        'InvalidLaunchTemplateName.AlreadyExistsException',
        'Launch template name already in use.',
      );
    }
    const made = { createdBy: context.caller.principalArn, createdAtMs: context.clock.now() };
    const row: LaunchTemplateRow = {
      launchTemplateId: `lt-${context.ids.hex(17)}`,
      name,
      defaultVersion: 1,
      versions: [{ number: 1, description: input.VersionDescription, data: kept(data), ...made }],
      ...made,
    };
    tables.launchTemplates.put(row.launchTemplateId, row);
    tagOnCreate(tables, input.TagSpecifications, 'launch-template', row.launchTemplateId);
    return { LaunchTemplate: describe(tables, row) };
  },
});

/** What a source version has and is not given anew is taken over. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html */
export const createLaunchTemplateVersion = operation<
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const before = find(tables, input);
    const given = required(input.LaunchTemplateData, 'LaunchTemplateData');
    const source = input.SourceVersion === undefined ? {} : versionOf(before, input.SourceVersion).data;
    const version: LaunchTemplateVersionRow = {
      number: latestOf(before) + 1,
      description: input.VersionDescription,
      data: { ...source, ...kept(given) },
      createdBy: context.caller.principalArn,
      createdAtMs: context.clock.now(),
    };
    const row = { ...before, versions: [...before.versions, version] };
    tables.launchTemplates.put(row.launchTemplateId, row);
    return { LaunchTemplateVersion: describeVersion(row, version) };
  },
});

/** Sets the default version. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyLaunchTemplate.html */
export const modifyLaunchTemplate = operation<ModifyLaunchTemplateRequest, ModifyLaunchTemplateResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const before = find(tables, input);
    const { number } = versionOf(before, required(input.DefaultVersion, 'SetDefaultVersion'));
    const row = { ...before, defaultVersion: number };
    tables.launchTemplates.put(row.launchTemplateId, row);
    return { LaunchTemplate: describe(tables, row) };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplate.html */
export const deleteLaunchTemplate = operation<DeleteLaunchTemplateRequest, DeleteLaunchTemplateResult>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const row = find(tables, input);
    const deleted = describe(tables, row);
    tables.launchTemplates.delete(row.launchTemplateId);
    removeTags(tables, row.launchTemplateId, undefined);
    return { LaunchTemplate: deleted };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplates.html */
export const describeLaunchTemplates = operation<
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { LaunchTemplateNames: names = [] } = input;
    if (names.some((name) => byName(tables, name) === undefined)) throw launchTemplateNameNotFound();
    const asked = selectById(tables.launchTemplates, input.LaunchTemplateIds, launchTemplateNotFound).filter(
      ({ name }) => names.length === 0 || names.includes(name),
    );
    const found = applyFilters(
      asked,
      input.Filters,
      {
        'create-time': (row) => new Date(row.createdAtMs).toISOString(),
        'launch-template-name': (row) => row.name,
      },
      { tables, idOf: (row) => row.launchTemplateId },
    );
    const { items, nextToken } = page(found, (row) => row.launchTemplateId, input);
    return { LaunchTemplates: items.map((row) => describe(tables, row)), NextToken: nextToken };
  },
});

/** Of one launch template, or the latest and default ones of all. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html */
export const describeLaunchTemplateVersions = operation<
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult
>({
  handle(context, input) {
    const tables = ec2WithDefaults(context);
    const { Versions: versions = [] } = input;
    const isOfOne = input.LaunchTemplateId !== undefined || input.LaunchTemplateName !== undefined;
    if (!isOfOne && versions.length === 0) throw missingParameter('LaunchTemplateId');
    const templates = isOfOne ? [find(tables, input)] : [...tables.launchTemplates.values()];
    const [min, max] = [numberIn(input.MinVersion, 0), numberIn(input.MaxVersion, Number.POSITIVE_INFINITY)];
    const found = templates.flatMap((row) =>
      wantedVersions(row, versions)
        .filter(({ number }) => number >= min && number <= max)
        .map((version) => describeVersion(row, version)),
    );
    const keyOf = ({ LaunchTemplateId, VersionNumber }: LaunchTemplateVersion) =>
      `${LaunchTemplateId} ${String(VersionNumber).padStart(8, '0')}`;
    const { items, nextToken } = page(found, keyOf, input);
    return { LaunchTemplateVersions: items, NextToken: nextToken };
  },
});

function find(
  tables: Ec2Tables,
  { LaunchTemplateId: id, LaunchTemplateName: name }: Named,
): LaunchTemplateRow {
  if (id !== undefined && name !== undefined) {
    throw invalidParameterCombination(
      'Specify either a launch template ID or a launch template name, not both.',
    );
  }
  if (id !== undefined) {
    const row = tables.launchTemplates.get(id);
    if (row === undefined) throw launchTemplateNotFound(id);
    return row;
  }
  const row = byName(tables, required(name, 'LaunchTemplateId'));
  if (row === undefined) throw launchTemplateNameNotFound();
  return row;
}

function byName(tables: Ec2Tables, name: string): LaunchTemplateRow | undefined {
  return [...tables.launchTemplates.values()].find((row) => row.name === name);
}

/** The newest first, as EC2 lists them. */
function wantedVersions(
  row: LaunchTemplateRow,
  wanted: readonly string[],
): readonly LaunchTemplateVersionRow[] {
  const numbers = new Set(wanted.map((text) => versionOf(row, text).number));
  return row.versions.filter(({ number }) => wanted.length === 0 || numbers.has(number)).toReversed();
}

function versionOf(row: LaunchTemplateRow, text: string): LaunchTemplateVersionRow {
  const number = text === '$Latest' ? latestOf(row) : text === '$Default' ? row.defaultVersion : Number(text);
  const version = row.versions.find((each) => each.number === number);
  if (version !== undefined) return version;
  throw new AwsError(
    'InvalidLaunchTemplateId.VersionNotFound',
    `Could not find the specified version ${text} for the launch template with ID ${row.launchTemplateId}.`,
  );
}

function latestOf({ versions }: LaunchTemplateRow): number {
  return versions.at(-1)?.number ?? 0;
}

function numberIn(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : Number(text);
}

function describe(tables: Ec2Tables, row: LaunchTemplateRow): LaunchTemplate {
  return {
    LaunchTemplateId: row.launchTemplateId,
    LaunchTemplateName: row.name,
    CreateTime: new Date(row.createdAtMs),
    CreatedBy: row.createdBy,
    DefaultVersionNumber: row.defaultVersion,
    LatestVersionNumber: latestOf(row),
    Tags: describeTags(tables, row.launchTemplateId),
  };
}

function describeVersion(row: LaunchTemplateRow, version: LaunchTemplateVersionRow): LaunchTemplateVersion {
  return {
    LaunchTemplateId: row.launchTemplateId,
    LaunchTemplateName: row.name,
    VersionNumber: version.number,
    VersionDescription: version.description,
    CreateTime: new Date(version.createdAtMs),
    CreatedBy: version.createdBy,
    DefaultVersion: version.number === row.defaultVersion,
    LaunchTemplateData: shown(version.data),
  };
}

/** Rows hold no Date: until when a spot request is valid is kept as text. */
function kept(data: RequestLaunchTemplateData): RequestLaunchTemplateData {
  return JSON.parse(JSON.stringify(data)) as RequestLaunchTemplateData;
}

/** What is given and what is shown have the same members, as far as they are kept here. */
function shown(data: RequestLaunchTemplateData): LaunchTemplateVersion['LaunchTemplateData'] {
  const { InstanceMarketOptions: market, ...rest } = data as NonNullable<
    LaunchTemplateVersion['LaunchTemplateData']
  >;
  if (market === undefined) return rest;
  const { SpotOptions: spot } = market;
  const ValidUntil = spot?.ValidUntil === undefined ? undefined : new Date(spot.ValidUntil);
  return {
    ...rest,
    InstanceMarketOptions: {
      ...market,
      ...(spot === undefined ? {} : { SpotOptions: { ...spot, ValidUntil } }),
    },
  };
}
