import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, numberOf, requiredText, textMapOf, textOf } from '../../arguments.ts';

/** The actions of a listener or a rule in the form ELBv2 takes. */
export function actionsOf(blocks: readonly PlainObject[]): Action[] {
  return blocks.map((block, index) => {
    const Type = requiredText(block, 'type').toLowerCase() as Action['Type'];
    return { Type, Order: numberOf(block, 'order') ?? index + 1, ...configOf(Type, block) };
  });
}

function configOf(type: Action['Type'], block: PlainObject): Partial<Action> {
  const config = (name: string) => blockOf(block, name) ?? {};
  switch (type) {
    case 'forward':
      return forwardOf(block);
    case 'redirect': {
      const redirect = config('redirect');
      return {
        RedirectConfig: {
          Host: textOf(redirect, 'host'),
          Path: textOf(redirect, 'path'),
          Port: textOf(redirect, 'port'),
          Protocol: textOf(redirect, 'protocol'),
          // An empty query is one of its own: it takes the request's away.
          Query: requiredText(redirect, 'query'),
          StatusCode: textOf(redirect, 'status_code') as 'HTTP_301' | 'HTTP_302' | undefined,
        },
      };
    }
    case 'fixed-response': {
      const response = config('fixed_response');
      return {
        FixedResponseConfig: {
          ContentType: textOf(response, 'content_type'),
          MessageBody: textOf(response, 'message_body'),
          StatusCode: textOf(response, 'status_code'),
        },
      };
    }
    case 'authenticate-cognito': {
      const cognito = config('authenticate_cognito');
      return {
        AuthenticateCognitoConfig: {
          AuthenticationRequestExtraParams: textMapOf(cognito, 'authentication_request_extra_params'),
          OnUnauthenticatedRequest: textOf(cognito, 'on_unauthenticated_request') as 'deny' | undefined,
          Scope: textOf(cognito, 'scope'),
          SessionCookieName: textOf(cognito, 'session_cookie_name'),
          SessionTimeout: numberOf(cognito, 'session_timeout'),
          UserPoolArn: textOf(cognito, 'user_pool_arn'),
          UserPoolClientId: textOf(cognito, 'user_pool_client_id'),
          UserPoolDomain: textOf(cognito, 'user_pool_domain'),
        },
      };
    }
    case 'authenticate-oidc': {
      const oidc = config('authenticate_oidc');
      return {
        AuthenticateOidcConfig: {
          AuthenticationRequestExtraParams: textMapOf(oidc, 'authentication_request_extra_params'),
          AuthorizationEndpoint: textOf(oidc, 'authorization_endpoint'),
          ClientId: textOf(oidc, 'client_id'),
          ClientSecret: textOf(oidc, 'client_secret'),
          Issuer: textOf(oidc, 'issuer'),
          OnUnauthenticatedRequest: textOf(oidc, 'on_unauthenticated_request') as 'deny' | undefined,
          Scope: textOf(oidc, 'scope'),
          SessionCookieName: textOf(oidc, 'session_cookie_name'),
          SessionTimeout: numberOf(oidc, 'session_timeout'),
          TokenEndpoint: textOf(oidc, 'token_endpoint'),
          UserInfoEndpoint: textOf(oidc, 'user_info_endpoint'),
        },
      };
    }
    default:
      // The control plane refuses what is left, by its name.
      return {};
  }
}

function forwardOf(block: PlainObject): Partial<Action> {
  const forward = blockOf(block, 'forward');
  const arn = textOf(block, 'target_group_arn');
  if (forward === undefined) return { TargetGroupArn: arn };
  const stickiness = blockOf(forward, 'stickiness');
  return {
    TargetGroupArn: arn,
    ForwardConfig: {
      TargetGroups: blocksOf(forward, 'target_group').map((group) => ({
        TargetGroupArn: requiredText(group, 'arn'),
        Weight: numberOf(group, 'weight'),
      })),
      TargetGroupStickinessConfig: stickiness && {
        Enabled: boolOf(stickiness, 'enabled') ?? false,
        DurationSeconds: numberOf(stickiness, 'duration'),
      },
    },
  };
}

/**
 * The blocks that actions stand for. AWS shows a forward to one group in both of its forms; the form that is known is kept.
 *
 * @param known The blocks as they were written or last read.
 */
export function blocksOfActions(
  actions: readonly Action[] | undefined,
  known: readonly PlainObject[],
): PlainObject[] {
  return (actions ?? []).map((action, index) => {
    const written = known[index] ?? {};
    return { type: action.Type ?? null, order: action.Order ?? null, ...detailsOf(action, written) };
  });
}

function detailsOf(action: Action, written: PlainObject): PlainObject {
  switch (action.Type) {
    case 'forward':
      return forwardBlock(action, written);
    case 'redirect': {
      const redirect = action.RedirectConfig;
      return {
        redirect: [
          {
            host: redirect?.Host ?? null,
            path: redirect?.Path ?? null,
            port: redirect?.Port ?? null,
            protocol: redirect?.Protocol ?? null,
            query: redirect?.Query ?? null,
            status_code: redirect?.StatusCode ?? null,
          },
        ],
      };
    }
    case 'fixed-response': {
      const response = action.FixedResponseConfig;
      return {
        fixed_response: [
          {
            content_type: response?.ContentType ?? null,
            message_body: response?.MessageBody ?? null,
            status_code: response?.StatusCode ?? null,
          },
        ],
      };
    }
    default:
      return written;
  }
}

function forwardBlock(action: Action, written: PlainObject): PlainObject {
  const groups = action.ForwardConfig?.TargetGroups ?? [];
  const forward = blockOf(written, 'forward');
  const isPlain = forward === undefined && groups.length <= 1;
  if (isPlain) return { target_group_arn: action.TargetGroupArn ?? groups[0]?.TargetGroupArn ?? null };
  const stickiness = action.ForwardConfig?.TargetGroupStickinessConfig;
  const knownStickiness = forward === undefined ? undefined : blockOf(forward, 'stickiness');
  const showsStickiness = knownStickiness !== undefined || stickiness?.Enabled === true;
  return {
    target_group_arn: written['target_group_arn'] ?? null,
    forward: [
      {
        target_group: groups.map(({ TargetGroupArn, Weight }) => ({
          arn: TargetGroupArn ?? null,
          weight: Weight ?? null,
        })),
        stickiness: showsStickiness
          ? [
              {
                enabled: stickiness?.Enabled ?? false,
                duration: stickiness?.DurationSeconds ?? knownStickiness?.['duration'] ?? null,
              },
            ]
          : [],
      },
    ],
  };
}
