import type {
  DeleteAccountSettingRequest,
  DeleteAccountSettingResponse,
  ListAccountSettingsRequest,
  ListAccountSettingsResponse,
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse,
  PutAccountSettingRequest,
  PutAccountSettingResponse,
  Setting,
  SettingName,
} from '@aws-sdk/client-ecs';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { invalidParameter } from '../errors.ts';
import { ecsTablesOf } from '../store.ts';

/** AWS's defaults of the settings. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html */
const defaults: Readonly<Partial<Record<SettingName, string>>> = {
  awsvpcTrunking: 'disabled',
  containerInsights: 'disabled',
  containerInstanceLongArnFormat: 'enabled',
  defaultLogDriverMode: 'non-blocking',
  fargateFIPSMode: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  guardDutyActivate: 'off',
  serviceLongArnFormat: 'enabled',
  tagResourceAuthorization: 'off',
  taskLongArnFormat: 'enabled',
};

const defaultPrincipal = 'default';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSettingDefault.html */
export const putAccountSettingDefault = operation<
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse
>({
  handle: (context, { name, value = '' }) => put(context, defaultPrincipal, name, value),
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html */
export const putAccountSetting = operation<PutAccountSettingRequest, PutAccountSettingResponse>({
  handle: (context, { name, value = '', principalArn }) =>
    put(context, principalArn ?? context.caller.principalArn, name, value),
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAccountSetting.html */
export const deleteAccountSetting = operation<DeleteAccountSettingRequest, DeleteAccountSettingResponse>({
  handle(context, { name, principalArn = context.caller.principalArn }) {
    requireKnown(name);
    ecsTablesOf(context).accountSettings.delete(`${principalArn} ${name}`);
    return { setting: { name, value: '', principalArn } };
  },
});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAccountSettings.html */
export const listAccountSettings = operation<ListAccountSettingsRequest, ListAccountSettingsResponse>({
  handle(context, { name, value, principalArn = context.caller.principalArn, effectiveSettings = false }) {
    const rows = [...ecsTablesOf(context).accountSettings.values()];
    const set = (principal: string, setting: string) =>
      rows.find((row) => row.principalArn === principal && row.name === setting)?.value;
    const settings: Setting[] = [];
    for (const setting of Object.keys(defaults) as SettingName[]) {
      if (name !== undefined && name !== setting) continue;
      const own = set(principalArn, setting);
      const effective = own ?? set(defaultPrincipal, setting) ?? defaults[setting];
      const shown = effectiveSettings ? effective : own;
      if (shown === undefined || (value !== undefined && value !== shown)) continue;
      settings.push({ name: setting, value: shown, principalArn });
    }
    return { settings };
  },
});

function put(context: OperationContext, principalArn: string, name: SettingName | undefined, value: string) {
  const known = requireKnown(name);
  const row = { name: known, value, principalArn };
  ecsTablesOf(context).accountSettings.put(`${principalArn} ${known}`, row);
  return { setting: row };
}

function requireKnown(name: SettingName | undefined): SettingName {
  if (name === undefined || !(name in defaults))
    throw invalidParameter('The account setting name is not valid.');
  return name;
}
