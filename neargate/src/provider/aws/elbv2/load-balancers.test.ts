import { acmTablesOf } from '../../../services/acm/store.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PlainObject } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld, type TestWorld } from '../test-world.ts';
import { storedLoadBalancerWarnings } from './stored-load-balancer.ts';

let world: TestWorld;
let vpcId: string;
let subnetIds: string[];

beforeEach(async () => {
  world = await createTestWorld();
  vpcId = requiredText(await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"'), 'id');
  await world.apply('aws_internet_gateway', `vpc_id = "${vpcId}"`);
  subnetIds = [];
  for (const [index, zone] of ['us-east-1a', 'us-east-1b', 'us-east-1c'].entries()) {
    const subnet = await world.apply(
      'aws_subnet',
      `vpc_id = "${vpcId}"\ncidr_block = "10.0.${index}.0/24"\navailability_zone = "${zone}"`,
    );
    subnetIds.push(requiredText(subnet, 'id'));
  }
});

const list = (texts: readonly string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;

const lbHcl = (more = '', subnets = subnetIds.slice(0, 2)) => `
  name    = "main"
  subnets = ${list(subnets)}
  ${more}`;

const groupHcl = (more = '') => `
  name        = "users"
  port        = 3001
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "${vpcId}"
  ${more}`;

async function listenerOf(loadBalancer: PlainObject, more: string): Promise<PlainObject> {
  return world.apply('aws_lb_listener', listenerHcl(loadBalancer, more));
}

function listenerHcl(loadBalancer: PlainObject, more: string): string {
  return `
    load_balancer_arn = "${requiredText(loadBalancer, 'arn')}"
    port              = 80
    protocol          = "HTTP"
    ${more}`;
}

/** A bucket that load balancers may write their logs to. */
async function logBucket(name: string): Promise<void> {
  await world.apply('aws_s3_bucket', `bucket = "${name}"`);
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${name}/*`,
      },
    ],
  };
  await world.apply(
    'aws_s3_bucket_policy',
    `bucket = "${name}"\npolicy = ${JSON.stringify(JSON.stringify(policy))}`,
  );
}

const notFound = `
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "application/json"
      message_body = "{}"
      status_code  = "404"
    }
  }`;

describe('aws_lb', () => {
  it('becomes active, changes its attributes, groups and subnets in place', async () => {
    const created = await world.apply(
      'aws_lb',
      lbHcl('drop_invalid_header_fields = true\nidle_timeout = 30'),
    );
    expect(created).toMatchObject({
      internal: false,
      load_balancer_type: 'application',
      idle_timeout: 30,
      enable_http2: true,
      drop_invalid_header_fields: true,
      zone_id: 'Z35SXDOTRQ7X7K',
    });
    expect(created['arn_suffix']).toMatch(/^app\/main\/[0-9a-f]{16}$/);
    const group = await world.apply('aws_security_group', `vpc_id = "${vpcId}"\nname = "alb"`);
    const changed = await world.apply(
      'aws_lb',
      lbHcl(
        `security_groups = ${list([requiredText(group, 'id')])}\nenable_deletion_protection = true`,
        subnetIds,
      ),
      created,
    );
    expect(changed).toMatchObject({
      arn: created['arn'],
      idle_timeout: 60,
      enable_deletion_protection: true,
    });
    expect(changed['subnet_mapping']).toHaveLength(3);
    await expect(world.destroy('aws_lb', changed)).rejects.toMatchObject({ code: 'OperationNotPermitted' });
    expect(world.plan('aws_lb', lbHcl('internal = true'), changed)).toMatchObject({
      action: 'replace',
      replaces: ['internal'],
    });
  });

  it('keeps IPAM pools and reserved capacity, changes them in place, and says that they are only kept', async () => {
    const more = (pool: string, units: number) => `
      ipam_pools {
        ipv4_ipam_pool_id = "${pool}"
      }
      minimum_load_balancer_capacity {
        capacity_units = ${units}
      }`;
    const created = await world.apply('aws_lb', lbHcl(more('ipam-pool-1', 100)));
    const changed = await world.apply('aws_lb', lbHcl(more('ipam-pool-2', 200)), created);
    expect(changed).toMatchObject({
      arn: created['arn'],
      ipam_pools: [{ ipv4_ipam_pool_id: 'ipam-pool-2' }],
      minimum_load_balancer_capacity: [{ capacity_units: 200 }],
    });
    expect(storedLoadBalancerWarnings(changed).map(({ detail }) => detail)).toEqual([
      expect.stringContaining('ipam_pools is kept') as string,
      expect.stringContaining('no capacity is provisioned') as string,
    ]);
    const LoadBalancerArn = requiredText(changed, 'arn');
    const reserved = () =>
      world.call('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn }).MinimumLoadBalancerCapacity;
    expect(reserved()).toEqual({ CapacityUnits: 200 });
    const bare = await world.apply('aws_lb', lbHcl(), changed);
    expect(bare).toMatchObject({ ipam_pools: [], minimum_load_balancer_capacity: [] });
    expect(reserved()).toBeUndefined();
    expect(storedLoadBalancerWarnings(bare)).toEqual([]);
  });

  it('keeps access logs, and nothing of them when they are off', async () => {
    await logBucket('logs');
    const logs = (enabled: boolean) => `access_logs {\n bucket = "logs"\n enabled = ${enabled}\n}`;
    const created = await world.apply('aws_lb', lbHcl(logs(true)));
    expect(created['access_logs']).toMatchObject([{ bucket: 'logs', enabled: true }]);
    const off = await world.apply('aws_lb', lbHcl(logs(false)), created);
    const gone = await world.apply('aws_lb', lbHcl(), off);
    expect(gone['access_logs']).toEqual([]);
  });

  it('does not take over one that is there, and sees when it is gone', async () => {
    const created = await world.apply('aws_lb', lbHcl());
    await expect(world.apply('aws_lb', lbHcl())).rejects.toThrow('already exists');
    world.call('elbv2', 'ModifyLoadBalancerAttributes', {
      LoadBalancerArn: requiredText(created, 'arn'),
      Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '99' }],
    });
    const drifted = await world.refresh('aws_lb', created);
    expect(drifted?.['idle_timeout']).toBe(99);
    expect(world.plan('aws_lb', lbHcl(), drifted).action).toBe('update');
    await world.destroy('aws_lb', created);
    expect(await world.refresh('aws_lb', created)).toBeUndefined();
  });

  it('also balances networks, where other attributes count', async () => {
    const created = await world.apply(
      'aws_lb',
      lbHcl('load_balancer_type = "network"\nenable_cross_zone_load_balancing = true'),
    );
    expect(created).toMatchObject({ enable_cross_zone_load_balancing: true, enable_http2: true });
    expect(
      world.plan('aws_lb', lbHcl('load_balancer_type = "network"', subnetIds.slice(0, 1)), created).action,
    ).toBe('replace');
  });

  it('finds names that AWS would refuse', () => {
    expect(world.findings('aws_lb', 'name = "internal-a"\nsubnets = ["a"]')[0]).toContain('internal-');
    expect(world.findings('aws_lb', 'name = "a"')[0]).toContain('must be specified');
  });
});

describe('aws_lb_target_group', () => {
  it('has a health check, attributes and stickiness that change in place', async () => {
    const created = await world.apply(
      'aws_lb_target_group',
      groupHcl('deregistration_delay = 30\nhealth_check {\n path = "/health"\n interval = 15\n}'),
    );
    expect(created).toMatchObject({
      deregistration_delay: '30',
      load_balancing_algorithm_type: 'round_robin',
      protocol_version: 'HTTP1',
    });
    expect(created['health_check']).toMatchObject([
      { path: '/health', interval: 15, timeout: 5, matcher: '200', healthy_threshold: 3, protocol: 'HTTP' },
    ]);
    const sticky = 'stickiness {\n type = "lb_cookie"\n cookie_duration = 60\n}';
    const changed = await world.apply(
      'aws_lb_target_group',
      groupHcl(`${sticky}\nhealth_check {\n path = "/ready"\n matcher = "200-299"\n}`),
      created,
    );
    expect(changed).toMatchObject({ arn: created['arn'], deregistration_delay: '300' });
    expect(changed['health_check']).toMatchObject([{ path: '/ready', matcher: '200-299', interval: 30 }]);
    expect(changed['stickiness']).toMatchObject([{ enabled: true, cookie_duration: 60 }]);
    expect(world.plan('aws_lb_target_group', groupHcl().replace('3001', '3002'), changed).replaces).toEqual([
      'port',
    ]);
  });

  it('shows only the thresholds that are written', async () => {
    await world.apply(
      'aws_lb_target_group',
      groupHcl(`target_group_health {
        dns_failover {
          minimum_healthy_targets_count = 2
        }
      }`),
    );
  });

  it('makes up short names', async () => {
    const created = await world.apply(
      'aws_lb_target_group',
      groupHcl().replace('name        = "users"', 'name_prefix = "users-"'),
    );
    expect(created['name']).toMatch(/^users-[0-9a-f]{26}$/);
  });

  it('cannot go while a listener forwards to it', async () => {
    const group = await world.apply('aws_lb_target_group', groupHcl());
    const loadBalancer = await world.apply('aws_lb', lbHcl());
    const listener = await listenerOf(
      loadBalancer,
      `default_action {\n type = "forward"\n target_group_arn = "${requiredText(group, 'arn')}"\n}`,
    );
    await expect(world.destroy('aws_lb_target_group', group)).rejects.toMatchObject({
      code: 'ResourceInUse',
    });
    await world.destroy('aws_lb_listener', listener);
    await world.destroy('aws_lb_target_group', group);
    expect(await world.refresh('aws_lb_target_group', group)).toBeUndefined();
  });

  it('gets targets', async () => {
    const group = await world.apply('aws_lb_target_group', groupHcl());
    const hcl = `target_group_arn = "${requiredText(group, 'arn')}"\ntarget_id = "10.0.1.10"\nport = 3001`;
    const attachment = await world.apply('aws_lb_target_group_attachment', hcl);
    expect(attachment['id']).toBe(`${requiredText(group, 'arn')},10.0.1.10,3001`);
    await world.destroy('aws_lb_target_group_attachment', attachment);
    expect(await world.refresh('aws_lb_target_group_attachment', attachment)).toBeUndefined();
  });
});

describe('aws_lb_listener and aws_lb_listener_rule', () => {
  it('answer, redirect and forward', async () => {
    const loadBalancer = await world.apply('aws_lb', lbHcl());
    const listener = await listenerOf(loadBalancer, notFound);
    expect(listener['default_action']).toMatchObject([{ type: 'fixed-response', order: 1 }]);
    const redirect = `
      default_action {
        type = "redirect"
        redirect {
          protocol    = "HTTPS"
          port        = "443"
          status_code = "HTTP_301"
        }
      }`;
    const turned = await world.apply('aws_lb_listener', listenerHcl(loadBalancer, redirect), listener);
    expect(turned['default_action']).toMatchObject([
      { type: 'redirect', redirect: [{ host: '#{host}', path: '/#{path}', query: '#{query}' }] },
    ]);
    const group = await world.apply('aws_lb_target_group', groupHcl());
    const weighted = `
      default_action {
        type = "forward"
        forward {
          target_group {
            arn    = "${requiredText(group, 'arn')}"
            weight = 10
          }
          stickiness {
            enabled  = true
            duration = 60
          }
        }
      }`;
    const forwarding = await world.apply('aws_lb_listener', listenerHcl(loadBalancer, weighted), turned);
    expect(forwarding).toMatchObject({ arn: listener['arn'], protocol: 'HTTP' });
    await world.destroy('aws_lb_listener', forwarding);
    expect(await world.refresh('aws_lb_listener', forwarding)).toBeUndefined();
  });

  it('have rules by priority', async () => {
    const loadBalancer = await world.apply('aws_lb', lbHcl());
    const listener = await listenerOf(
      loadBalancer,
      `${notFound}\nrouting_http_response_server_enabled = false`,
    );
    expect(listener['routing_http_response_server_enabled']).toBe(false);
    const group = await world.apply('aws_lb_target_group', groupHcl());
    const hcl = (priority: string, pattern: string) => `
      listener_arn = "${requiredText(listener, 'arn')}"
      ${priority}
      action {
        type             = "forward"
        target_group_arn = "${requiredText(group, 'arn')}"
      }
      condition {
        path_pattern {
          values = ["${pattern}"]
        }
      }
      condition {
        query_string {
          key   = "a"
          value = "b"
        }
        query_string {
          value = "c"
        }
      }
      tags = { Name = "${pattern.replace('*', '')}" }`;
    const rule = await world.apply('aws_lb_listener_rule', hcl('priority = 10', '/users*'));
    expect(rule).toMatchObject({ listener_arn: listener['arn'], priority: 10 });
    const next = await world.apply('aws_lb_listener_rule', hcl('', '/other*'));
    expect(next['priority']).toBe(11);
    const changed = await world.apply('aws_lb_listener_rule', hcl('priority = 20', '/people*'), rule);
    expect(changed).toMatchObject({ arn: rule['arn'], priority: 20, tags_all: { Name: '/people' } });
    await expect(world.apply('aws_lb_listener_rule', hcl('priority = 20', '/again*'))).rejects.toMatchObject({
      code: 'PriorityInUse',
    });
    world.call('elbv2', 'DeleteRule', { RuleArn: requiredText(changed, 'arn') });
    expect(await world.refresh('aws_lb_listener_rule', changed)).toBeUndefined();
  });

  it('have certificates when they are secure', async () => {
    const loadBalancer = await world.apply('aws_lb', lbHcl());
    const { certificates } = acmTablesOf(world.context);
    const certificate = (name: string) => {
      const { CertificateArn = '' } = world.call('acm', 'RequestCertificate', { DomainName: `${name}.test` });
      const row = certificates.get(CertificateArn);
      if (row === undefined) throw new Error('no certificate was requested');
      const pems = { certificatePem: '', chainPem: '', privateKeyPem: '' };
      certificates.put(CertificateArn, { ...row, observed: { status: 'ISSUED', atMs: 0, ...pems } });
      return CertificateArn;
    };
    const listener = await world.apply(
      'aws_lb_listener',
      `load_balancer_arn = "${requiredText(loadBalancer, 'arn')}"
       port              = 443
       certificate_arn   = "${certificate('a')}"
       protocol          = "https"
       ${notFound}`,
    );
    expect(listener).toMatchObject({ ssl_policy: 'ELBSecurityPolicy-2016-08', protocol: 'HTTPS' });
    const added = await world.apply(
      'aws_lb_listener_certificate',
      `listener_arn = "${requiredText(listener, 'arn')}"\ncertificate_arn = "${certificate('b')}"`,
    );
    await world.destroy('aws_lb_listener_certificate', added);
    expect(await world.refresh('aws_lb_listener_certificate', added)).toBeUndefined();
  });

  it('say what the data plane does not have', async () => {
    const loadBalancer = await world.apply('aws_lb', lbHcl());
    const oidc = `
      default_action {
        type = "authenticate-oidc"
        authenticate_oidc {
          authorization_endpoint = "https://a"
          client_id              = "a"
          client_secret          = "b"
          issuer                 = "https://a"
          token_endpoint         = "https://a"
          user_info_endpoint     = "https://a"
        }
      }`;
    await expect(listenerOf(loadBalancer, oidc)).rejects.toThrow('authenticate-oidc actions');
  });
});
