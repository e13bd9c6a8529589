import { requiredText } from '../../arguments.ts';
import { wafv2IpSetSchema } from './wafv2-ip-set-schema.ts';
import { wafv2WebAclAssociationSchema } from './wafv2-web-acl-association-schema.ts';
import { wafv2WebAclSchema } from './wafv2-web-acl-schema.ts';
import type { StoredType } from './stored-type.ts';

const scopeName = {
  from: ['scope'],
  make: ({ scope }: { readonly scope?: unknown }) => (scope === 'CLOUDFRONT' ? 'global' : 'regional'),
};

/** AWS WAF. No request is looked at. */
export const webAclTypes: Readonly<Record<string, StoredType>> = {
  aws_wafv2_ip_set: {
    schema: wafv2IpSetSchema,
    generatesName: {},
    computed: {
      id: '{uuid}',
      arn: {
        from: ['id', 'scope', 'name'],
        make: (set, { caller }) =>
          `arn:${caller.partition}:wafv2:${caller.region}:${caller.accountId}:${scopeName.make(set)}/ipset/${requiredText(set, 'name')}/${requiredText(set, 'id')}`,
      },
      lock_token: '{uuid}',
    },
  },
  aws_wafv2_web_acl: {
    schema: wafv2WebAclSchema,
    generatesName: {},
    computed: {
      id: '{uuid}',
      application_integration_url: '',
      arn: {
        from: ['id', 'scope', 'name'],
        make: (acl, { caller }) =>
          `arn:${caller.partition}:wafv2:${caller.region}:${caller.accountId}:${scopeName.make(acl)}/webacl/${requiredText(acl, 'name')}/${requiredText(acl, 'id')}`,
      },
      capacity: 0,
      lock_token: '{uuid}',
    },
  },
  aws_wafv2_web_acl_association: {
    schema: wafv2WebAclAssociationSchema,
    computed: { id: '{web_acl_arn},{resource_arn}' },
  },
};
