import { samePolicy } from '../equivalence.ts';
import { queuePolicySchema } from './queue-policy-schema.ts';
import { queueSettingType } from './queue-setting.ts';

export const queuePolicy = queueSettingType({
  schema: queuePolicySchema,
  behaviour: 'evaluated',
  argument: 'policy',
  attribute: 'Policy',
  isSame: samePolicy,
});
