import { describe, expect, it } from 'vitest';
import { createTestAuthority } from '../../../core/testing/certificates.ts';
import { acmTablesOf } from '../../../services/acm/store.ts';
import { requiredText } from '../../arguments.ts';
import { createTestWorld } from '../test-world.ts';

const hcl =
  'domain_name = "example.com"\nsubject_alternative_names = ["*.example.com"]\nvalidation_method = "DNS"';

describe('aws_acm_certificate', () => {
  it('knows its validation records in the plan, is pending at first, and is tagged and deleted', async () => {
    const world = await createTestWorld();
    const { planned } = world.plan('aws_acm_certificate', hcl);
    const options = planned['domain_validation_options'] as { resource_record_name: string }[];
    expect(new Set(options.map((option) => option.resource_record_name)).size).toBe(1);
    const created = await world.apply('aws_acm_certificate', hcl);
    expect(created).toMatchObject({ status: 'PENDING_VALIDATION', domain_validation_options: options });
    const changed = await world.apply('aws_acm_certificate', `${hcl}\ntags = { A = "b" }`, created);
    expect(changed).toMatchObject({ id: created['id'], tags_all: { A: 'b' } });
    await world.destroy('aws_acm_certificate', changed);
    expect(await world.refresh('aws_acm_certificate', changed)).toBeUndefined();
  });

  it('is found by its domain once it is issued', async () => {
    const world = await createTestWorld();
    const certificate = await world.apply('aws_acm_certificate', hcl);
    await expect(world.data('aws_acm_certificate', 'domain = "example.com"')).rejects.toThrow('no matching');
    expect(
      await world.data('aws_acm_certificate', 'domain = "example.com"\nstatuses = ["PENDING_VALIDATION"]'),
    ).toMatchObject({ arn: certificate['arn'] });
  });
});

describe('aws_acm_certificate_validation', () => {
  it('is there once its certificate is issued, and gone with it', async () => {
    const world = await createTestWorld();
    const arn = requiredText(await world.apply('aws_acm_certificate', hcl), 'arn');
    const { certificates } = acmTablesOf(world.context);
    const row = certificates.get(arn);
    if (row === undefined) throw new Error('no certificate was requested');
    const authority = await createTestAuthority();
    const pems = { ...(await authority.issue({ names: ['example.com'] })), chainPem: '' };
    const validation = world.apply('aws_acm_certificate_validation', `certificate_arn = "${arn}"`);
    certificates.put(arn, {
      ...row,
      observed: { status: 'ISSUED', atMs: Date.parse('2026-11-26T03:06:20.500Z'), ...pems },
    });
    await world.clock.advance(60_000);
    const issued = await validation;
    expect(issued).toMatchObject({ certificate_arn: arn, id: '2026-11-26 03:06:20 +0000 UTC' });
    world.call('acm', 'DeleteCertificate', { CertificateArn: arn });
    expect(await world.refresh('aws_acm_certificate_validation', issued)).toBeUndefined();
  });

  it('gives up where the zone lacks the record, and says which', async () => {
    const world = await createTestWorld();
    const certificate = await world.apply('aws_acm_certificate', hcl);
    const validation = world.apply(
      'aws_acm_certificate_validation',
      `certificate_arn = "${requiredText(certificate, 'arn')}"`,
    );
    const refused = expect(validation).rejects.toThrow(
      /last state: 'PENDING_VALIDATION'\)\. Where Route 53 has the zone of a name, it must have its record: _[0-9a-f]{32}\.example\.com\. CNAME _[0-9a-f]{32}\.acm-validations\.aws\.$/,
    );
    await world.clock.advance(31_000);
    await refused;
  });

  it('fails with a certificate that could not be issued', async () => {
    const world = await createTestWorld();
    const arn = requiredText(await world.apply('aws_acm_certificate', hcl), 'arn');
    const { certificates } = acmTablesOf(world.context);
    const row = certificates.get(arn);
    if (row !== undefined) {
      certificates.put(arn, { ...row, observed: { status: 'FAILED', reason: 'no key' } });
    }
    await expect(world.apply('aws_acm_certificate_validation', `certificate_arn = "${arn}"`)).rejects.toThrow(
      'could not be issued',
    );
  });
});
