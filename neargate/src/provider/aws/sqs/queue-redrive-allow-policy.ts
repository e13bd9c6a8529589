import { sameJson } from '../equivalence.ts';
import { queueRedriveAllowPolicySchema } from './queue-redrive-allow-policy-schema.ts';
import { queueSettingType } from './queue-setting.ts';

export const queueRedriveAllowPolicy = queueSettingType({
  schema: queueRedriveAllowPolicySchema,
  argument: 'redrive_allow_policy',
  attribute: 'RedriveAllowPolicy',
  isSame: sameJson,
});
