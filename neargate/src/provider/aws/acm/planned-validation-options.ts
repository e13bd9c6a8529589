import { validationRecords } from '../../../services/acm/validation-records.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf, textsOf } from '../../arguments.ts';

/** Configurations make a record for each validation option (for_each), so their keys have to be known in the plan. */
export function plannedValidationOptions(type: string, config: PlainObject, accountId: string): PlainObject {
  if (type !== 'aws_acm_certificate' || textOf(config, 'validation_method') !== 'DNS') return {};
  const domain = textOf(config, 'domain_name');
  const names = [
    ...new Set([...(domain === undefined ? [] : [domain]), ...textsOf(config, 'subject_alternative_names')]),
  ];
  // A name that is not known yet comes with a character that no name has.
  if (names.length === 0 || !names.every((name) => /^[\w.*-]+$/.test(name))) return {};
  return {
    domain_validation_options: validationRecords(names, accountId).map(
      ({ domainName, recordName, recordValue }) => ({
        domain_name: domainName,
        resource_record_name: recordName,
        resource_record_type: 'CNAME',
        resource_record_value: recordValue,
      }),
    ),
  };
}
