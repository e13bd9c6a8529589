import { sameJson } from '../equivalence.ts';
import { queueRedrivePolicySchema } from './queue-redrive-policy-schema.ts';
import { queueSettingType } from './queue-setting.ts';

export const queueRedrivePolicy = queueSettingType({
  schema: queueRedrivePolicySchema,
  argument: 'redrive_policy',
  attribute: 'RedrivePolicy',
  isSame: sameJson,
});
